import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Basis, Evidence, Expectation, StepDefinition, Unit, WorkflowDefinition } from '@faultline/model';
import type { Baselines } from './baselines.ts';

/**
 * How many observations what was learned needs before it counts. From 19 on, one in twenty can be seen: the 95th
 * percentile lies among the observations, and a conformal p-value can reach 0.05.
 */
export const enoughObservations = 20;

/** What is usual for a metric of a step, and how we know. */
export interface Expected extends Expectation {
  readonly basis: Basis;
  /** How many observations it was learned from. */
  readonly observations?: number;
}

/**
 * What is usual for a metric of a step (`durationMs`, `successRate`, or any recorded one), from the best source there
 * is, so that all rules mean the same by "usual":
 *
 * 1. learned from at least 20 earlier observations
 * 2. declared: the `baseline` of the step, and for `durationMs` its `expectedDurationMs` as median
 * 3. `undefined`: nobody said
 *
 *     const usual = expected(run, 'parse', 'durationMs', learned.baselines);
 *     if (usual?.p95 !== undefined && took > usual.p95) ...
 */
export const expected = (
  run: Pick<RunView, 'workflowId' | 'definition'>,
  stepId: string,
  metric: string,
  learned?: Baselines,
): Expected | undefined =>
  (learned && learnedExpectation(learned, run.workflowId, stepId, metric)) ??
  (run.definition && declaredExpectation(run.definition, stepId, metric));

/** Evidence: what a claim was measured against. */
export const expectedEvidence = (metric: string, unit: Unit, usual: Expected): Evidence => ({
  type: 'expected',
  metric,
  unit,
  ...usual,
});

function learnedExpectation(
  learned: Baselines,
  workflowId: string,
  stepId: string,
  metric: string,
): Expected | undefined {
  if (metric === 'successRate') {
    const success = learned.successRateOf(workflowId, stepId);
    if (success === undefined || success.attempts < enoughObservations) return undefined;
    return { mean: success.rate, basis: 'learned', observations: success.attempts };
  }
  const usual = learned.of(workflowId, stepId, metric);
  if (usual === undefined || usual.count < enoughObservations) return undefined;
  const { count, mean, quantile } = usual;
  return { p50: quantile(0.5), p95: quantile(0.95), mean, basis: 'learned', observations: count };
}

function declaredExpectation(definition: WorkflowDefinition, stepId: string, metric: string): Expected | undefined {
  const step = stepsById(definition).get(stepId);
  if (step === undefined) return undefined;
  if (Object.hasOwn(step.baseline, metric)) return { ...step.baseline[metric], basis: 'declared' };
  if (metric !== 'durationMs' || step.expectedDurationMs === undefined) return undefined;
  return { p50: step.expectedDurationMs, basis: 'declared' };
}

const stepsById = fact(
  ({ steps }: WorkflowDefinition): ReadonlyMap<string, StepDefinition> => new Map(steps.map((step) => [step.id, step])),
);
