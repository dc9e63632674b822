import { quoted, type RunView } from '@faultline/core';
import { editedWeights, heldTo, type Edit, type EventGraph, type Weights } from '@faultline/graph';
import type { AttemptRecord } from './attempt-record.ts';
import type { Chance } from './chance.ts';
import type { EditPlan, StepEdits } from './edit-plan.ts';
import { fateOf, withCache } from './fate.ts';
import { itemChains } from './item-chains.ts';
import type { TimeEdit, TimeEdits } from './time-edits.ts';

const NS_PER_MS = 1e6;

/** What a plan does to the times of one run. */
export interface RunEdits {
  /** After durations, factors and timeouts. */
  readonly weights: Weights;
  /** What becomes of attempts, on top of these. */
  readonly certain: TimeEdits;
  readonly chances: readonly Chance[];
  /** How likely it is that a step now fails for good that did not. */
  readonly failProbability: number;
  readonly notes: Set<string>;
}

/**
 * Edits of steps as edits of executions, in this order: durations, factors, timeouts, retries, cache. O(V log V), for each
 * step with a duration or factor O(V), and up to five retimings.
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
  const stretches = [...plan.steps].flatMap(([stepId, edits]) => [...stretched(run, graph, stepId, edits)]);
  const { late, weights } = cutAtTimeouts(run, plan, graph, editedWeights(run, stretches, { graph }));
  let noneFails = 1;
  for (const [stepId, edits] of plan.steps) {
    const chains = itemChains(run, stepId);
    if (chains.length === 0) notes.add(`Step ${quoted(stepId)} did not run: changes to its time have no effect.`);
    for (const chain of chains) {
      const fate = fateOf(run, stepId, chain, edits, late, () => recordOf(stepId));
      if (fate.note !== undefined && edits.cache?.hitRate !== 1) notes.add(fate.note);
      const possible = withCache(run, chain, edits, fate.alternatives).filter(({ probability }) => probability > 0);
      for (const { fails, probability } of possible) if (fails) noneFails *= 1 - probability;
      const [only, ...others] = possible;
      if (others.length > 0) chances.push({ key: JSON.stringify([stepId, chain.key]), alternatives: possible });
      else for (const [node, edit] of only.edits) certain.set(node, edit);
    }
  }
  return { weights, certain, chances, failProbability: 1 - noneFails, notes };
}

/** One edit for each outermost execution: what is below it, of the same step too, is stretched with it. */
function* stretched(
  run: RunView,
  { nested: { parent, parentsFirst } }: EventGraph,
  stepId: string,
  { durationMs, factor }: StepEdits,
): Generator<Edit> {
  if (durationMs === undefined && factor === 1) return;
  const isInside = new Uint8Array(parent.length);
  const own = new Set(itemChains(run, stepId).flatMap(({ executions }) => executions.map((one) => run.nodeOf(one))));
  for (const node of parentsFirst) {
    const isOwn = own.has(node);
    const isBelow = isInside[parent[node]] === 1;
    if (isOwn || isBelow) isInside[node] = 1;
    if (!isOwn || isBelow) continue;
    if (durationMs === undefined) yield { node, factor };
    else yield { node, durationNs: Math.round(durationMs * NS_PER_MS * factor) };
  }
}

/**
 * Cuts what takes longer than its step may. Inner executions first: one that is cut may bring its group within its limit.
 * A group is cut in proportion.
 */
function cutAtTimeouts(
  run: RunView,
  plan: EditPlan,
  graph: EventGraph,
  weights: Weights,
): { readonly late: ReadonlySet<number>; readonly weights: Weights } {
  const late = new Set<number>();
  const limits = new Map<number, number>();
  for (const [stepId, { timeoutMs }] of plan.steps) {
    if (timeoutMs === undefined) continue;
    for (const { executions } of itemChains(run, stepId))
      for (const execution of executions) limits.set(run.nodeOf(execution), Math.round(timeoutMs * NS_PER_MS));
  }
  if (limits.size === 0) return { late, weights };
  const cuts: Edit[] = [];
  const judged = { delayNs: weights.delayNs, workNs: weights.workNs.slice() };
  heldTo(graph, judged, run.fromNs, (node, takenNs) => {
    const limitNs = limits.get(node);
    if (limitNs === undefined || takenNs <= limitNs) return takenNs;
    late.add(node);
    cuts.push({ node, factor: limitNs / takenNs });
    return limitNs;
  });
  if (cuts.length === 0) return { late, weights };
  const cut = editedWeights(run, cuts, { graph, weights });
  // What waits for others outside of its group may not have become shorter in proportion.
  heldTo(graph, cut, run.fromNs, (node, takenNs) => {
    const limitNs = limits.get(node);
    if (limitNs === undefined || takenNs <= limitNs) return takenNs;
    late.add(node);
    return limitNs;
  });
  return { late, weights: cut };
}
