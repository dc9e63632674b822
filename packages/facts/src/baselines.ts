import { defineLearner, type RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import {
  addToHistogram,
  addToSample,
  distributionOf,
  emptyHistogram,
  mergeHistograms,
  mergeSamples,
  wilsonInterval,
  type Distribution,
} from '@faultline/stats';
import {
  baselineStateSchema,
  keyOf,
  partsOf,
  type BaselineState,
  type MetricState,
  type OutcomeState,
} from './baseline-state.ts';

/** What earlier runs say about the steps of their workflows. `undefined`: never seen. */
export interface Baselines {
  /** The distribution of `durationMs`, or of any recorded metric, over completed executions. */
  of(workflowId: string, stepId: string, metric: string): Distribution | undefined;
  /** How often an attempt that ended had completed. */
  successRateOf(workflowId: string, stepId: string): SuccessRate | undefined;
}

/** A rate with its 95 % interval. */
export interface SuccessRate {
  readonly attempts: number;
  readonly rate: number;
  readonly interval: { readonly low: number; readonly high: number };
}

/**
 * Learns what is usual for a step: the distribution of its duration and metrics, and how often it succeeds.
 *
 *     uses: { baselines },
 *     detect(run, { learned }) { learned.baselines.of(run.workflowId, 'parse', 'durationMs')?.quantile(0.95) }
 *
 * Learned state holds no run ids: whoever keeps history folds each run once.
 */
export const baselines = defineLearner({
  id: 'baselines/by-step',
  version: 1,
  description: 'Distribution of duration and metrics, and success rate, per workflow and step.',
  state: baselineStateSchema,
  empty: (): BaselineState => ({ metrics: {}, outcomes: {} }),
  add(state: BaselineState, run: RunView) {
    for (const execution of run.executions) {
      countOutcome(state, run, execution);
      if (execution.status !== 'completed') continue;
      for (const [metric, value] of observationsOf(execution)) {
        const learned = metricOf(state, keyOf(run.workflowId, execution.stepId, metric));
        addToHistogram(learned.histogram, value);
        addToSample(learned.sample, `${run.id}/${execution.id}`, value);
      }
    }
    return state;
  },
  merge(into: BaselineState, from: BaselineState) {
    for (const [key, { histogram, sample }] of Object.entries(from.metrics)) {
      const learned = metricOf(into, key);
      mergeHistograms(learned.histogram, histogram);
      mergeSamples(learned.sample, sample);
    }
    for (const [key, { completed, failed }] of Object.entries(from.outcomes)) {
      const learned = outcomesOf(into, key);
      learned.completed += completed;
      learned.failed += failed;
    }
    return into;
  },
  view: viewOfBaselines,
});

function countOutcome(state: BaselineState, { workflowId }: RunView, { stepId, status }: StepExecution): void {
  if (status === 'completed') outcomesOf(state, keyOf(workflowId, stepId)).completed++;
  else if (status === 'failed' || status === 'retrying') outcomesOf(state, keyOf(workflowId, stepId)).failed++;
}

/** Numbers that say something: a step without an end, or one that ended before it started, has no duration to learn. */
function observationsOf({ metrics, startMs, endMs }: StepExecution): [metric: string, value: number][] {
  const recorded = Object.entries(metrics).filter(
    ([metric, value]) => metric !== 'durationMs' && Number.isFinite(value),
  );
  return endMs === undefined || endMs < startMs ? recorded : [...recorded, ['durationMs', endMs - startMs]];
}

const metricOf = ({ metrics }: BaselineState, key: string): MetricState =>
  (metrics[key] ??= { histogram: emptyHistogram(), sample: [] });

const outcomesOf = ({ outcomes }: BaselineState, key: string): OutcomeState =>
  (outcomes[key] ??= { completed: 0, failed: 0 });

/**
 * Builds a distribution when it is first asked for, and keeps it. Rules ask for every step of every run, mostly in vain,
 * so that the state is indexed once: making a key for each question would cost more than the rest of the rule.
 */
function viewOfBaselines(state: BaselineState): Baselines {
  const learnedOf = indexed(state);
  const distributions = new Map<MetricState, Distribution>();
  return {
    of(workflowId, stepId, metric) {
      const learned = learnedOf.get(workflowId)?.get(stepId)?.metrics.get(metric);
      if (learned === undefined) return undefined;
      const distribution = distributions.get(learned) ?? distributionOf(learned.histogram, learned.sample);
      distributions.set(learned, distribution);
      return distribution;
    },
    successRateOf(workflowId, stepId) {
      const learned = learnedOf.get(workflowId)?.get(stepId)?.outcomes;
      if (learned === undefined) return undefined;
      const attempts = learned.completed + learned.failed;
      return { attempts, rate: learned.completed / attempts, interval: wilsonInterval(learned.completed, attempts) };
    },
  };
}

/** What was learned about one step. */
interface LearnedStep {
  readonly metrics: Map<string, MetricState>;
  outcomes: OutcomeState | undefined;
}

/** By workflow, then by step. O(size of the state). */
function indexed({ metrics, outcomes }: BaselineState): ReadonlyMap<string, ReadonlyMap<string, LearnedStep>> {
  const byWorkflow = new Map<string, Map<string, LearnedStep>>();
  const stepOf = (workflowId: string, stepId: string): LearnedStep => {
    const steps = byWorkflow.get(workflowId) ?? new Map<string, LearnedStep>();
    byWorkflow.set(workflowId, steps);
    const step = steps.get(stepId) ?? { metrics: new Map<string, MetricState>(), outcomes: undefined };
    steps.set(stepId, step);
    return step;
  };
  for (const [key, learned] of Object.entries(metrics)) {
    const [workflowId = '', stepId = '', metric = ''] = partsOf(key);
    stepOf(workflowId, stepId).metrics.set(metric, learned);
  }
  for (const [key, learned] of Object.entries(outcomes)) {
    const [workflowId = '', stepId = ''] = partsOf(key);
    stepOf(workflowId, stepId).outcomes = learned;
  }
  return byWorkflow;
}
