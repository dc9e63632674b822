import type { RunView } from '@faultline/core';
import { plannedDag, weightsOf } from '@faultline/graph';
import { replay, whatIfOverHistory, type Edit } from '@faultline/simulator';
import type { Plan } from './plan.ts';

/** A prediction of the mean makespan after a change, in milliseconds. */
export type Rival = (runs: readonly RunView[], edit: Edit, changedPlan: Plan) => number;

/** What else one could predict with, from the same runs. */
export const rivals: Readonly<Record<'amdahl' | 'pathOnly' | 'meanValue', Rival>> = { amdahl, pathOnly, meanValue };

/**
 * G. M. Amdahl (1967) on sums: the makespan shrinks by the share that the changed step has of all work. Says nothing of edges
 * and pools.
 */
function amdahl(runs: readonly RunView[], edit: Edit): number {
  const makespanMs = meanOf(runs.map((run) => run.untilMs - run.startMs));
  if (!('stepId' in edit)) return makespanMs;
  const workMs = meanOf(
    runs.map((run) => run.executions.reduce((sum, execution) => sum + run.durationMs(execution), 0)),
  );
  const stepMs = meanOf(
    runs.map((run) => run.executionsOf(edit.stepId).reduce((sum, one) => sum + run.durationMs(one), 0)),
  );
  return makespanMs * (1 - (stepMs - changedMs(edit, stepMs)) / workMs);
}

function changedMs(edit: Edit, stepMs: number): number {
  if (edit.kind === 'scale') return stepMs * edit.factor;
  if (edit.kind === 'replace') return edit.durationMs;
  if (edit.kind === 'cache') return (1 - edit.hitRate) * stepMs + edit.hitRate * (edit.hitCostMs ?? 0);
  return stepMs;
}

/** The critical path alone: every wait as it was, whoever waited for a worker. Says nothing of pools. */
function pathOnly(runs: readonly RunView[], edit: Edit): number {
  const isPool = edit.kind === 'pool' || edit.kind === 'resources';
  return whatIfOverHistory(runs, isPool ? [] : [edit], { replicates: 1, newRuns: 1 }).after.meanMs;
}

/** One run in which every step takes its mean: low, because the mean of the longest is more than the longest mean. */
function meanValue(runs: readonly RunView[], edit: Edit, { steps, workers }: Plan): number {
  const planned = plannedDag(
    steps.map(({ id, needs }) => {
      const stepMs = meanOf(runs.map((run) => spanMs(run, id)));
      const durationMs = 'stepId' in edit && edit.stepId === id ? changedMs(edit, stepMs) : stepMs;
      return { id, durationMs, dependencies: needs.map((on) => ({ on })) };
    }),
  );
  if (planned === undefined) throw new Error('A generated workflow has a cycle.');
  const demandOf = new Map(steps.map((step) => [step.id, step.workers]));
  const demand = Float64Array.from(planned.ids, (id) => demandOf.get(id) ?? 0);
  return replay(planned.dag, weightsOf(planned.dag), [{ capacity: workers, demand }]).untilNs / 1e6;
}

/** All attempts at a step with the pauses between, without the waits for workers. */
function spanMs(run: RunView, stepId: string): number {
  let ms = 0;
  let before: number | undefined;
  for (const { startMs, endMs = startMs, queuedMs = startMs } of run.executionsOf(stepId)) {
    ms += endMs - startMs + (before === undefined ? 0 : queuedMs - before);
    before = endMs;
  }
  return ms;
}

/** The arithmetic mean. */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
