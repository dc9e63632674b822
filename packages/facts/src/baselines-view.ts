import type { RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { countOf, distributionOf, extremesSize, wilsonInterval, type Distribution } from '@faultline/stats';
import {
  stepStates,
  workflowStates,
  type BaselineState,
  type StepState,
  type WorkflowState,
} from './baseline-state.ts';
import { executionKinds } from './execution-kind.ts';
import { failedRunsIn, failureTypesIn, type FailedRuns } from './failure-counts.ts';
import type { LearnedValuesState } from './learned-values.ts';
import { MetricsView, type Comparison, type Comparisons, type Observation } from './metrics-view.ts';
import { workflowShapeOf, type WorkflowShape } from './workflow-shape.ts';

/** What earlier runs say about the steps of their workflows. `undefined`, 0 or empty: never seen. */
export interface Baselines {
  /** How many runs of a workflow that had ended were learned. */
  runsOf(workflowId: string): number;
  /**
   * The distribution over completed executions of `durationMs`, `waitMs`, `selfMs` or any recorded metric; over runs, of
   * `attemptsPerRun` and `executionsPerRun`; over runs in which it ran at least twice, and with an input, of `repeatsPerRun`.
   */
  of(workflowId: string, stepId: string, metric: string): Distribution | undefined;
  /** The same over executions like this one: of the same model, tool and input size, as far as these matter and are known. */
  like(run: RunView, execution: StepExecution, metric: string): Comparison | undefined;
  /** The same for all metrics of an execution, which is looked up once. By node. */
  likeNode(run: RunView, node: number): Comparisons | undefined;
  /** The distribution of a figure of whole runs that had ended, see `runFiguresOf`. */
  ofRun(workflowId: string, metric: string): Distribution | undefined;
  /** A random sample of the attempts at a step that had ended, and the latest of them, in order of time. */
  historyOf(workflowId: string, stepId: string): readonly Observation[];
  /** The same of runs. */
  runHistoryOf(workflowId: string): readonly Observation[];
  /** How often an attempt that ended had completed. */
  successRateOf(workflowId: string, stepId: string): SuccessRate | undefined;
  /** How often an attempt failed with each type of error. */
  failureTypesOf(workflowId: string, stepId: string): ReadonlyMap<string, number>;
  /** In how many runs it did. */
  failedRunsOf(workflowId: string, stepId: string): FailedRuns;
  /** Which steps runs have, and in what order. */
  shapeOf(workflowId: string): WorkflowShape | undefined;
}

/** A rate with its 95 % interval. */
export interface SuccessRate {
  readonly attempts: number;
  readonly rate: number;
  readonly interval: { readonly low: number; readonly high: number };
}

/** Reads what was learned. What was added to the state since does not show. */
export function viewOfBaselines(state: BaselineState): Baselines {
  const steps = stepStates(state);
  const workflows = workflowStates(state);
  const viewOfStep = remembered((step: StepState) => new MetricsView(step.executions));
  const viewOfRuns = remembered(({ figures }: WorkflowState) => new MetricsView(figures));
  // While they are few, the extremes are all of them.
  const countsPerRun = remembered(({ histogram, extremes }: LearnedValuesState) =>
    distributionOf({ histogram, extremes, values: countOf(histogram) > extremesSize ? [] : extremes.largest }),
  );
  const failedRuns = remembered(failedRunsIn);
  const shapeOf = remembered((workflowId: string) => {
    const workflow = workflows.get(workflowId);
    // A workflow whose runs were learned has steps, unless all were empty.
    return workflow && workflowShapeOf(workflow, steps.get(workflowId) ?? new Map());
  });
  const stepOf = (workflowId: string, stepId: string): StepState | undefined => steps.get(workflowId)?.get(stepId);
  const distributionIn = (step: StepState, metric: string): Distribution | undefined => {
    if (metric !== 'attemptsPerRun' && metric !== 'executionsPerRun' && metric !== 'repeatsPerRun')
      return viewOfStep(step).of(metric);
    return countOf(step[metric].histogram) === 0 ? undefined : countsPerRun(step[metric]);
  };
  const likeNode = (run: RunView, node: number): Comparisons | undefined => {
    const { stepId } = run.executions[node]!;
    const step = stepOf(run.workflowId, stepId);
    return step && viewOfStep(step).like(executionKinds(run)[node]!);
  };
  return {
    runsOf: (workflowId) => workflows.get(workflowId)?.runs ?? 0,
    of(workflowId, stepId, metric) {
      const step = stepOf(workflowId, stepId);
      return step && distributionIn(step, metric);
    },
    like(run, execution, metric) {
      return likeNode(run, run.nodeOf(execution))?.(metric);
    },
    likeNode,
    ofRun(workflowId, metric) {
      const workflow = workflows.get(workflowId);
      return workflow && viewOfRuns(workflow).of(metric);
    },
    historyOf(workflowId, stepId) {
      const step = stepOf(workflowId, stepId);
      return step === undefined ? [] : viewOfStep(step).history;
    },
    runHistoryOf(workflowId) {
      const workflow = workflows.get(workflowId);
      return workflow === undefined ? [] : viewOfRuns(workflow).history;
    },
    successRateOf(workflowId, stepId) {
      const { completed = 0, failed = 0 } = stepOf(workflowId, stepId) ?? {};
      const attempts = completed + failed;
      if (attempts === 0) return undefined;
      return { attempts, rate: completed / attempts, interval: wilsonInterval(completed, attempts) };
    },
    failedRunsOf(workflowId, stepId) {
      const step = stepOf(workflowId, stepId);
      return step === undefined ? noFailedRuns : failedRuns(step);
    },
    failureTypesOf(workflowId, stepId) {
      const step = stepOf(workflowId, stepId);
      return step === undefined ? new Map() : failureTypesIn(step);
    },
    shapeOf,
  };
}

const noFailedRuns: FailedRuns = { byType: new Map(), ofOtherTypes: 0 };

/** Makes a function remember its results, for as long as it is kept itself. */
function remembered<K, V>(make: (subject: K) => V): (subject: K) => V {
  const known = new Map<K, V>();
  return (subject) => {
    let value = known.get(subject);
    if (value === undefined) known.set(subject, (value = make(subject)));
    return value;
  };
}
