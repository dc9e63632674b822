import { defineLearner, type RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { textHash } from '@faultline/stats';
import {
  baselineStateSchema,
  countPair,
  stepStateOf,
  stepStates,
  workflowStateOf,
  workflowStates,
  type BaselineState,
  type StepState,
  type WorkflowState,
} from './baseline-state.ts';
import { viewOfBaselines } from './baselines-view.ts';
import { executionKinds } from './execution-kind.ts';
import { countFailedRun, countFailure, mergeFailures } from './failure-counts.ts';
import { learnedColumns } from './learned-columns.ts';
import { remarksOn } from './baseline-remarks.ts';
import { failureTypeOf } from './failures/failure-type.ts';
import { ownFailures } from './failures/own-failures.ts';
import { addMetric, addRow, hasRow, mergeMetrics, rowOf, rowsInBoth, type RowHead } from './learned-metrics.ts';
import { addValue, mergeValues } from './learned-values.ts';
import { observedRows } from './observations.ts';
import { repeatsPerRun } from './repeats-per-run.ts';
import { runFiguresOf } from './run-figures.ts';
import { stepCallsOf, stepEdgesOf, successionsOf } from './run-shape.ts';
import { stepCounts } from './step-figures.ts';
import { stepIndex } from './step-index.ts';

export type { Baselines, SuccessRate } from './baselines-view.ts';
export { comparisonWith, type Comparison, type Observation } from './metrics-view.ts';

/**
 * Learns what is usual: for each step the distribution of its durations, waits and metrics, how often and how it fails, how
 * often it is tried; for each workflow the figures of its runs and which step needed and followed which.
 *
 *     uses: { baselines },
 *     detect(run, { learned }) { learned.baselines.of(run.workflowId, 'parse', 'durationMs')?.quantile(0.95) }
 *
 * Of runs that have not ended only the executions that have are learned: what is missing may still come. Learned state holds
 * no input, output, subject, context, id or error text: names of steps, metrics and error types, numbers, hashes.
 */
export const baselines = defineLearner({
  id: 'baselines/by-step',
  version: 3,
  description:
    'What is usual per workflow and step: durations, waits, metrics, outcomes, attempts, and the shape of runs.',
  state: baselineStateSchema,
  empty: (): BaselineState => ({ steps: {}, workflows: {} }),
  add(state: BaselineState, run: RunView) {
    const stepAt = stepsIn(state, run);
    addExecutions(run, stepAt);
    if (hasEnded(run)) addRun(workflowStateOf(state, run.workflowId), run, stepAt);
    return state;
  },
  merge(into: BaselineState, from: BaselineState) {
    for (const [workflowId, steps] of stepStates(from))
      for (const [stepId, step] of steps) mergeStep(stepStateOf(into, workflowId, stepId), step);
    for (const [workflowId, { runs, edges, successions, calls, figures }] of workflowStates(from)) {
      const workflow = workflowStateOf(into, workflowId);
      workflow.runs += runs;
      mergeCounts(workflow.edges, edges);
      mergeCounts(workflow.successions, successions);
      mergeCounts(workflow.calls, calls);
      mergeMetrics(workflow.figures, figures);
    }
    return into;
  },
  knows(state: BaselineState, run: RunView) {
    if (!hasEnded(run)) return undefined;
    const workflow = workflowStates(state).get(run.workflowId);
    return workflow === undefined ? false : hasRow(workflow.figures, rowHeadOf(run), runFiguresOf(run));
  },
  runsInBoth(a: BaselineState, b: BaselineState) {
    const known = workflowStates(a);
    let runs = 0;
    for (const [workflowId, { figures }] of workflowStates(b)) {
      const workflow = known.get(workflowId);
      if (workflow !== undefined) runs += rowsInBoth(workflow.figures, figures);
    }
    return runs;
  },
  remarks: remarksOn,
  view: viewOfBaselines,
});

const hasEnded = ({ status }: RunView): boolean => status === 'completed' || status === 'failed';

/** What was learned about the steps of a run, by number. Each is looked up when it is first asked for. */
function stepsIn(state: BaselineState, run: RunView): (number: number) => StepState {
  const { ids } = stepIndex(run);
  const steps: (StepState | undefined)[] = [];
  return (number) => (steps[number] ??= stepStateOf(state, run.workflowId, ids[number]!));
}

function addExecutions(run: RunView, stepAt: (number: number) => StepState): void {
  const { names, offsets, nameOf, values } = observedRows(run);
  const kinds = executionKinds(run);
  const { stepOf } = stepIndex(run);
  const runHash = textHash(runKeyOf(run));
  const hashOfRun = shortHash(runHash);
  for (let node = 0; node < run.executionCount; node++) {
    const execution = run.executions[node]!;
    const { id, status, startMs } = execution;
    const isCompleted = status === 'completed';
    if (!isCompleted && status !== 'failed' && status !== 'retrying') continue;
    const step = stepAt(stepOf[node]!);
    if (isCompleted) step.completed++;
    else {
      step.failed++;
      countFailure(step, typeOfFailed(execution));
    }
    const { executions } = step;
    const columns = learnedColumns(executions);
    const { kind, size } = kinds[node]!;
    const hash = textHash(id, runHash);
    const row = rowOf(columns, { hash, run: hashOfRun, startMs, isCompleted, kind, size });
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++)
      addMetric(executions, columns, row, names[nameOf[at]!]!, values[at]!);
    addRow(executions, columns, row);
  }
}

function addRun(workflow: WorkflowState, run: RunView, stepAt: (number: number) => StepState): void {
  workflow.runs++;
  for (const { from, to } of stepEdgesOf(run)) countPair(workflow.edges, from, to);
  for (const { from, to } of successionsOf(run)) countPair(workflow.successions, from, to);
  for (const { from, to } of stepCallsOf(run)) countPair(workflow.calls, from, to);
  const { figures } = workflow;
  const columns = learnedColumns(figures);
  const row = rowOf(columns, rowHeadOf(run));
  for (const [figure, value] of runFiguresOf(run)) addMetric(figures, columns, row, figure, value);
  addRow(figures, columns, row);

  for (const [number, types] of failureTypesByStep(run)) {
    const step = stepAt(number);
    for (const type of types) countFailedRun(step, type);
  }
  const { attemptsPerRun, executionsPerRun } = stepCounts(run);
  const repeats = repeatsPerRun(run);
  for (let number = 0; number < attemptsPerRun.length; number++) {
    if (executionsPerRun[number] === 0) continue;
    const step = stepAt(number);
    step.runs++;
    addValue(step.attemptsPerRun, attemptsPerRun[number]!);
    addValue(step.executionsPerRun, executionsPerRun[number]!);
    if (repeats[number]! > 0) addValue(step.repeatsPerRun, repeats[number]!);
  }
}

/** What each step failed of by itself in a run, by number of the step. */
function failureTypesByStep(run: RunView): ReadonlyMap<number, ReadonlySet<string>> {
  const { stepOf } = stepIndex(run);
  const types = new Map<number, Set<string>>();
  for (const execution of ownFailures(run)) {
    const number = stepOf[run.nodeOf(execution)]!;
    const type = typeOfFailed(execution);
    const known = types.get(number);
    if (known === undefined) types.set(number, new Set([type]));
    else known.add(type);
  }
  return types;
}

/** What failed has a type, known or not. */
const typeOfFailed = (execution: StepExecution): string => failureTypeOf(execution)!.type;

function rowHeadOf(run: RunView): RowHead {
  const hash = textHash(runKeyOf(run));
  return {
    hash,
    run: shortHash(hash),
    startMs: run.startMs,
    isCompleted: run.status === 'completed',
    kind: 0,
    size: 0,
  };
}

/** Ids of runs may come again: without the start, what is kept by hash would be the earliest of them, and no random sample. */
const runKeyOf = ({ id, startMs }: RunView): string => `${id}/${startMs}`;

/** 24 bits are enough for what is told apart among some hundred rows. */
const shortHash = (hash: number): number => hash >>> 8;

function mergeCounts(into: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [key, times] of Object.entries(from)) into[key] = (into[key] ?? 0) + times;
}

function mergeStep(into: StepState, from: StepState): void {
  into.completed += from.completed;
  into.failed += from.failed;
  mergeFailures(into, from);
  into.runs += from.runs;
  mergeMetrics(into.executions, from.executions);
  mergeValues(into.attemptsPerRun, from.attemptsPerRun);
  mergeValues(into.executionsPerRun, from.executionsPerRun);
  mergeValues(into.repeatsPerRun, from.repeatsPerRun);
}
