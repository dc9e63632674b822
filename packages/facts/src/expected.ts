import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type {
  Basis,
  Evidence,
  Expectation,
  StepDefinition,
  StepExecution,
  Unit,
  WorkflowDefinition,
} from '@faultline/model';
import type { Distribution } from '@faultline/stats';
import type { Baselines } from './baselines.ts';

/**
 * How many observations what was learned needs before it counts alone, and before anything is called unusual: a conformal
 * p-value can then be as small as 1 in 51.
 */
export const enoughObservations = 50;

/** How many observations show their 95th percentile: from 19 on, one in twenty can be seen. */
export const enoughForPercentiles = 20;

/** How many observations a declaration counts for while what was learned is less than enough. */
const declaredWeight = 20;

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
 * 1. learned from at least 50 earlier observations
 * 2. declared: the `baseline` of the step, and for `durationMs` its `expectedDurationMs` as median. It fades: it counts for
 *    20 observations beside those that there are, on a scale of logarithms
 * 3. `undefined`: nobody said
 *
 *     declared 4 s; learned 9 s from 10, 9 s from 49, 9 s from 50   ->   5.2 s, 7.1 s, 9 s
 *
 * Of an execution instead of a step: what is usual for executions like it, see `Baselines.like`.
 *
 *     const usual = expected(run, 'parse', 'durationMs', learned.baselines);
 *     if (usual?.p95 !== undefined && took > usual.p95) ...
 */
export function expected(
  run: RunView,
  subject: string | StepExecution,
  metric: string,
  learned?: Baselines,
): Expected | undefined {
  const stepId = typeof subject === 'string' ? subject : subject.stepId;
  const seen = learned && learnedExpectation(learned, run, subject, metric);
  if (seen !== undefined && seen.observations >= enoughObservations) return seen;
  const declared = run.definition && declaredExpectation(run.definition, stepId, metric);
  return declared && seen ? faded(declared, seen, metric) : declared;
}

/** What was learned is less than enough. */
export interface HistoryShortfall {
  readonly observations: number;
  readonly needed: number;
}

/** How far what was learned of a metric of a step is from enough: "12 runs, 50 needed". `undefined`: it is enough. */
export function historyShortfall(
  run: Pick<RunView, 'workflowId'>,
  stepId: string,
  metric: string,
  learned: Baselines,
): HistoryShortfall | undefined {
  const observations =
    (metric === 'successRate'
      ? learned.successRateOf(run.workflowId, stepId)?.attempts
      : learned.of(run.workflowId, stepId, metric)?.count) ?? 0;
  return observations < enoughObservations ? { observations, needed: enoughObservations } : undefined;
}

/** Evidence: what a claim was measured against. */
export const expectedEvidence = (metric: string, unit: Unit, usual: Expected): Evidence => ({
  type: 'expected',
  metric,
  unit,
  ...usual,
});

interface LearnedExpectation extends Expected {
  readonly observations: number;
}

function learnedExpectation(
  learned: Baselines,
  run: RunView,
  subject: string | StepExecution,
  metric: string,
): LearnedExpectation | undefined {
  const stepId = typeof subject === 'string' ? subject : subject.stepId;
  if (metric === 'successRate') {
    const success = learned.successRateOf(run.workflowId, stepId);
    return success && { mean: success.rate, basis: 'learned', observations: success.attempts };
  }
  const usual =
    typeof subject === 'string'
      ? learned.of(run.workflowId, stepId, metric)
      : learned.like(run, subject, metric)?.distribution;
  if (usual === undefined) return undefined;
  return expectationOf(usual);
}

/** Rules ask for every execution: quantiles are sought once. */
const expectationOf = fact(({ count, mean, quantile }: Distribution): LearnedExpectation => ({
  p50: quantile(0.5),
  p95: quantile(0.95),
  mean,
  basis: 'learned',
  observations: count,
}));

/** What was declared, moved towards what was learned. Rates are counted as those of a beta distribution are. */
function faded(declared: Expected, learned: LearnedExpectation, metric: string): Expected {
  const share = learned.observations / (learned.observations + declaredWeight);
  const between = (from: number | undefined, to: number | undefined): number | undefined => {
    if (from === undefined || to === undefined) return from;
    if (metric === 'successRate' || from <= 0 || to <= 0) return from + share * (to - from);
    return from * (to / from) ** share;
  };
  const figures = {
    p50: between(declared.p50, learned.p50),
    p95: between(declared.p95, learned.p95),
    mean: between(declared.mean, learned.mean),
  };
  return { ...defined(figures), basis: 'declared', observations: learned.observations };
}

/** A figure that is not there is left out. */
const defined = ({
  p50,
  p95,
  mean,
}: {
  p50: number | undefined;
  p95: number | undefined;
  mean: number | undefined;
}): Expectation => ({
  ...(p50 !== undefined && { p50 }),
  ...(p95 !== undefined && { p95 }),
  ...(mean !== undefined && { mean }),
});

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
