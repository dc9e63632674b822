import { z } from 'zod';
import { firstPlaces, hasTimes, type RunView } from '@faultline/core';
import { failureLinks, type Propagation } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { wayFromCause } from './way-from-cause.ts';

const names = z.array(z.string());

/** How far one failure went. Lists of steps name each once, in the order of the run. */
export const spreadSchema = z.strictObject({
  stepId: z.string(),
  executionId: z.string(),
  failureType: z.string(),
  confidence: z.number().describe('How sure the type is.'),
  fate: z.enum(['fatal', 'recovered', 'contained', 'swallowed', 'unresolved']),
  attempts: z.int().describe('Failed attempts at it.'),
  tookMs: z.number().nullable().describe('Of the first attempt. null: no times were recorded.'),
  cause: z
    .string()
    .nullable()
    .describe('The step that broke first, by failure/causes, if this failure goes back to it.'),
  broughtBy: names.describe('How it came here from the cause, which did not fail itself. Empty: it began here.'),
  path: z
    .array(z.strictObject({ stepId: z.string(), executionId: z.string(), link: z.enum(failureLinks) }))
    .describe('From where it began to the furthest of its effects, with how it came there.'),
  failed: names.describe('Other steps that failed because of it.'),
  skipped: names.describe('Steps that did not run because of it.'),
  neverRan: names.describe('Steps of the definition behind these without any execution.'),
  withoutInput: names.describe('Steps that ran although something they needed was missing because of it.'),
  contained: z
    .array(
      z.strictObject({
        stepId: z.string(),
        executionId: z.string(),
        by: z.enum(['attempt', 'caller', 'dependant']),
        because: z.string().describe('What the table of propagation says of the dependency. Empty: nothing.'),
        passes: z
          .number()
          .nullable()
          .describe('The share of failures that go over it, by the table. null: no dependency.'),
        isTolerated: z.boolean(),
      }),
    )
    .describe('Where it stopped.'),
  expectedSteps: z
    .number()
    .nullable()
    .describe('Steps that such a failure takes down on average, by the table. null: no definition.'),
  failedMs: z
    .number()
    .nullable()
    .describe('Time of what failed, without completed calls inside. null: no times were recorded.'),
  discardedMs: z
    .number()
    .nullable()
    .describe('Time of completed work that was thrown away. null: no times were recorded.'),
  tokens: z.number(),
  costUsd: z.number(),
});

/** How far one failure went. */
export type Spread = z.infer<typeof spreadSchema>;

/** The propagation of one failure as a value that JSON holds. `causes`: what broke first. */
export function spreadOf(
  run: RunView,
  causes: ReadonlySet<StepExecution>,
  { root, path, contained, expectedSteps, wasted, ...reach }: Propagation,
): Spread {
  const { execution, failure, fate, attempts } = root;
  const others = (ones: readonly { readonly stepId: string }[]): string[] =>
    [...new Set(ones.map(({ stepId }) => stepId))].filter((stepId) => stepId !== execution.stepId);
  const recorded = (ms: number): number | null => (hasTimes(run) ? ms : null);
  const broughtBy = wayFromCause(run, causes, execution).map(({ stepId }) => stepId);
  const isCause = attempts.some((attempt) => causes.has(attempt));
  return {
    stepId: execution.stepId,
    executionId: execution.id,
    failureType: failure.type,
    confidence: failure.confidence,
    fate,
    attempts: attempts.length,
    tookMs: recorded(run.durationMs(execution)),
    cause: isCause ? execution.stepId : (broughtBy[0] ?? null),
    broughtBy: isCause ? [] : broughtBy,
    path: firstPlaces(path).map((one) => ({
      stepId: one.execution.stepId,
      executionId: one.execution.id,
      link: one.link,
    })),
    failed: others(reach.failed),
    skipped: others(reach.skipped),
    neverRan: reach.neverRan.map(({ id }) => id),
    withoutInput: others(reach.withoutInput),
    contained: firstPlaces(contained).map(({ execution: at, by, transmission, isTolerated }) => ({
      stepId: at.stepId,
      executionId: at.id,
      by,
      because: transmission?.because ?? '',
      passes: transmission?.passes ?? null,
      isTolerated,
    })),
    expectedSteps: expectedSteps ?? null,
    failedMs: recorded(wasted.failedMs),
    discardedMs: recorded(wasted.discardedMs),
    tokens: wasted.tokens,
    costUsd: wasted.costUsd,
  };
}
