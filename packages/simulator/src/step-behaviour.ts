import type { FailureType, Json, StepDefinition } from '@faultline/model';
import { lognormal, type QuantileFunction } from './durations.ts';

/** How a step behaves in simulated time. */
export interface StepBehaviour {
  /** How long an attempt takes. */
  readonly durationMs: number | QuantileFunction;
  /** Chance that an attempt fails, at its end, whatever the others did. */
  readonly failureProbability: number;
  readonly failureType: FailureType;
  /** How often it is tried before it has failed. */
  readonly maxAttempts: number;
  /** How long it rests after a failed attempt, given the number of that attempt. It holds nothing meanwhile. */
  readonly backoffMs: number | ((attempt: number) => number);
  /** An attempt that would take longer fails then. */
  readonly timeoutMs: number;
  /** Chance that a run does without the step, if it is optional. */
  readonly skipProbability: number;
  /** What an attempt holds from start to end, by pool. */
  readonly resources: Readonly<Record<string, number>>;
  /** Which clock records it. */
  readonly clock: string | undefined;
  /** What an attempt measures, from uniform random numbers. */
  readonly metrics: (random: () => number) => Readonly<Record<string, number>>;
  /** What an attempt that completes puts out, given what was handed over to it. */
  readonly output: (input: Readonly<Record<string, Json>>) => Readonly<Record<string, Json>>;
}

/**
 * What a definition says about a step: the duration lognormal with its usual median and 95th percentile (else always the
 * usual or expected one), failures as often as is usual, one attempt, no timeout, the resources that it asks for.
 * `durationMs` is missing where the definition tells none. `outputs` are the keys that others are handed over.
 */
export function declaredBehaviour(
  step: StepDefinition,
  outputs: readonly string[] = [],
): Omit<StepBehaviour, 'durationMs'> & Partial<Pick<StepBehaviour, 'durationMs'>> {
  const metrics = Object.fromEntries(
    Object.entries(step.resources).map(([metric, asked]) => [metric, entryOf(step.baseline, metric)?.mean ?? asked]),
  );
  const output = Object.fromEntries(outputs.map((key) => [key, `${key} of ${step.id}`]));
  const durationMs = declaredDuration(step);
  return {
    ...(durationMs !== undefined && { durationMs }),
    failureProbability: 1 - (entryOf(step.baseline, 'successRate')?.mean ?? 1),
    failureType: 'external_service_error',
    maxAttempts: 1,
    backoffMs: 0,
    timeoutMs: Infinity,
    skipProbability: 0,
    resources: step.resources,
    clock: undefined,
    metrics: () => metrics,
    output: () => output,
  };
}

function declaredDuration({ baseline, expectedDurationMs }: StepDefinition): number | QuantileFunction | undefined {
  const { p50, p95, mean } = entryOf(baseline, 'durationMs') ?? {};
  if (p50 !== undefined && p95 !== undefined && p50 > 0 && p95 >= p50) return lognormal({ p50, p95 });
  return p50 ?? mean ?? expectedDurationMs;
}

/** Own keys only: a metric may have any name. */
const entryOf = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
