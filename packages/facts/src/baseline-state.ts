import type { BottomKSample, LogHistogram } from '@faultline/stats';
import { z } from 'zod';

// Keys that are numbers: nothing that a stored state could name clashes with what objects inherit.
const bucketsSchema = z.record(z.string().regex(/^-?\d+$/), z.int().positive());

const metricSchema = z.strictObject({
  histogram: z.strictObject({ zeros: z.int().nonnegative(), positive: bucketsSchema, negative: bucketsSchema }),
  sample: z.array(z.tuple([z.int(), z.number()]).readonly()),
}) satisfies z.ZodType<{ histogram: LogHistogram; sample: BottomKSample }>;

const outcomesSchema = z.strictObject({ completed: z.int().nonnegative(), failed: z.int().nonnegative() });

/** What the baseline learner keeps. Integers and bottom-k samples only, so that merging is exact. */
export const baselineStateSchema = z.strictObject({
  metrics: z.record(z.string(), metricSchema).describe('By keyOf(workflow, step, metric), over completed executions.'),
  outcomes: z.record(z.string(), outcomesSchema).describe('By keyOf(workflow, step): attempts that ended.'),
});

export interface MetricState extends z.infer<typeof metricSchema> {}
export interface OutcomeState extends z.infer<typeof outcomesSchema> {}
export interface BaselineState extends z.infer<typeof baselineStateSchema> {}

/** A key that keeps its parts apart. It starts with a bracket, so a step named `__proto__` is a step like any other. */
export const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

const partsSchema = z.array(z.string()).readonly();

/** The parts of a key. None where it is not one: a stored state may hold anything as a key. */
export function partsOf(key: string): readonly string[] {
  try {
    return partsSchema.safeParse(JSON.parse(key)).data ?? [];
  } catch {
    return [];
  }
}
