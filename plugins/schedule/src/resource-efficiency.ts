import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import { unitSchema } from '@faultline/model';
import { resourceUse, type ResourceUse } from './resource-use.ts';

/** What of a resource was asked for and used, over the run and by step. */
export const resourceEfficiencySchema = z.strictObject({
  metric: z.string(),
  unit: unitSchema,
  peak: z.number().describe('The most that was held at once, as declared, else as recorded.'),
  usedShare: z
    .number()
    .nullable()
    .describe('Used by requested, weighted by time, where both are known. null: nowhere are both known.'),
  steps: z
    .array(
      z.strictObject({
        stepId: z.string(),
        requested: z.number().nullable(),
        used: z.number().nullable().describe('The most that an execution used.'),
        usedShare: z.number().nullable(),
      }),
    )
    .describe('Those furthest from what they asked for, then those that used most.'),
  left: z.int(),
});

type ResourceEfficiency = z.infer<typeof resourceEfficiencySchema>;

/** One entry for each resource that is declared or was recorded. O(R V) for R of them. */
export const resourceEfficiency = (run: RunView, limit: number): ResourceEfficiency[] =>
  resourceUse(run).map((use) => efficiencyOf(run, use, limit));

function efficiencyOf(
  run: RunView,
  { metric, unit, requested, used, peak }: ResourceUse,
  limit: number,
): ResourceEfficiency {
  const { ids, stepOf } = stepIndex(run);
  const most = new Float64Array(ids.length).fill(Number.NaN);
  const asked = new Float64Array(ids.length).fill(Number.NaN);
  let [usedTime, requestedTime] = [0, 0];
  for (let node = 0; node < run.executionCount; node++) {
    const step = stepOf[node]!;
    if (!Number.isNaN(requested[node]!)) asked[step] = requested[node]!;
    if (Number.isNaN(used[node]!)) continue;
    if (!(most[step]! >= used[node]!)) most[step] = used[node]!;
    if (Number.isNaN(requested[node]!)) continue;
    const ns = Math.max(0, run.endNs[node]! - run.startNs[node]!);
    usedTime += used[node]! * ns;
    requestedTime += requested[node]! * ns;
  }
  const shareOf = (step: number): number | null =>
    asked[step]! > 0 && most[step]! >= 0 ? most[step]! / asked[step]! : null;
  const usedOf = (step: number): number => (most[step]! >= 0 ? most[step]! : 0);
  const distance = (step: number): number => Math.abs((shareOf(step) ?? 1) - 1);
  const order = [...ids.keys()]
    .filter((step) => most[step]! >= 0 || asked[step]! >= 0)
    .toSorted((a, b) => distance(b) - distance(a) || usedOf(b) - usedOf(a) || a - b);
  return {
    metric,
    unit,
    peak,
    usedShare: requestedTime > 0 ? usedTime / requestedTime : null,
    steps: order.slice(0, limit).map((step) => ({
      stepId: ids[step]!,
      requested: orNull(asked[step]!),
      used: orNull(most[step]!),
      usedShare: shareOf(step),
    })),
    left: Math.max(0, order.length - limit),
  };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
