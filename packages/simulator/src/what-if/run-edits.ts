import type { RunView } from '@faultline/core';
import { eventTimes, type EventGraph, type Weights } from '@faultline/graph';
import type { AttemptRecord } from './attempt-record.ts';
import type { Chance } from './chance.ts';
import type { EditPlan, StepEdits } from './edit-plan.ts';
import { fateOf, withCache } from './fate.ts';
import { itemChains } from './item-chains.ts';
import { timesEdited, type TimeEdit, type TimeEdits } from './time-edits.ts';

const NS_PER_MS = 1e6;

/** What a plan does to the times of one run. */
export interface RunEdits {
  readonly certain: TimeEdits;
  readonly chances: readonly Chance[];
  /** Whether a step now fails for good that did not. */
  readonly fails: boolean;
  readonly notes: Set<string>;
}

/**
 * Edits of steps as edits of executions, in this order: durations, factors, timeouts, retries, cache. O(V log V), and one
 * retiming where there are timeouts.
 */
export function runEdits(
  run: RunView,
  plan: EditPlan,
  graph: EventGraph,
  recordOf: (stepId: string) => AttemptRecord,
): RunEdits {
  const certain = new Map<number, TimeEdit>();
  const chances: Chance[] = [];
  const notes = new Set<string>();
  for (const [stepId, edits] of plan.steps) stretch(run, stepId, edits, certain);
  const late = cutAtTimeouts(run, plan, graph, certain);
  let fails = false;
  for (const [stepId, edits] of plan.steps) {
    const chains = itemChains(run, stepId);
    if (chains.length === 0) notes.add(`Step "${stepId}" did not run: changes to its time have no effect.`);
    for (const chain of chains) {
      const fate = fateOf(run, stepId, chain, edits, late, certain, () => recordOf(stepId));
      if (fate.fails) fails = true;
      if (fate.note !== undefined) notes.add(fate.note);
      const possible = withCache(run, chain, edits, fate.alternatives).filter(({ probability }) => probability > 0);
      const [only, ...others] = possible;
      if (others.length > 0) chances.push({ key: JSON.stringify([stepId, chain.key]), alternatives: possible });
      else for (const [node, edit] of only.edits) certain.set(node, edit);
    }
  }
  return { certain, chances, fails, notes };
}

function stretch(
  run: RunView,
  stepId: string,
  { durationMs, factor }: StepEdits,
  certain: Map<number, TimeEdit>,
): void {
  if (durationMs === undefined && factor === 1) return;
  for (const { executions } of itemChains(run, stepId)) {
    for (const execution of executions) {
      const durationNs = durationMs === undefined ? undefined : Math.round(durationMs * NS_PER_MS * factor);
      certain.set(run.nodeOf(execution), durationNs === undefined ? { factor } : { durationNs });
    }
  }
}

/** Cuts what takes longer than its step may, and gives back the nodes that were cut. */
function cutAtTimeouts(
  run: RunView,
  plan: EditPlan,
  graph: EventGraph,
  certain: Map<number, TimeEdit>,
): ReadonlySet<number> {
  const late = new Set<number>();
  const limited = [...plan.steps].filter(([, { timeoutMs }]) => timeoutMs !== undefined);
  if (limited.length === 0) return late;
  const timeNs = eventTimes(graph, eventWeights(graph, timesEdited(run, certain)), run.fromNs);
  for (const [stepId, { timeoutMs }] of limited) {
    const limitNs = Math.round(Number(timeoutMs) * NS_PER_MS);
    for (const { executions } of itemChains(run, stepId)) {
      for (const execution of executions) {
        const node = run.nodeOf(execution);
        if (timeNs[graph.numbers.end[node]] - timeNs[graph.numbers.start[node]] <= limitNs) continue;
        late.add(node);
        certain.set(node, { durationNs: limitNs, isWhole: true });
      }
    }
  }
  return late;
}

/** Weights by event. */
export function eventWeights({ numbers }: EventGraph, { delayNs, workNs }: Weights): Float64Array {
  const weightNs = new Float64Array(numbers.count);
  for (let node = 0; node < numbers.start.length; node++) {
    weightNs[numbers.start[node]] = delayNs[node];
    weightNs[numbers.end[node]] = workNs[node];
  }
  return weightNs;
}
