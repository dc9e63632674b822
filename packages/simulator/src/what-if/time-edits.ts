import type { RunView } from '@faultline/core';
import { editedWeights, eventGraph, type Edit, type EditBase, type Weights } from '@faultline/graph';

/** What happens to the time of one execution. */
export interface TimeEdit {
  readonly durationNs?: number;
  /** Longer by so much, at its end. */
  readonly extraNs?: number;
  /** Since the last thing it waited for. */
  readonly delayNs?: number;
  /** Whether what happens below it follows from this alone, whatever else is asked for there. */
  readonly isWhole?: boolean;
}

/** By node. */
export type TimeEdits = ReadonlyMap<number, TimeEdit>;

/** An execution that no longer takes place. */
export const gone: TimeEdit = { durationNs: 0, delayNs: 0, isWhole: true };

/** The weights of a run after edits. Without edits, those of the base. O(V + E). */
export function timesEdited(run: RunView, edits: TimeEdits, base: EditBase): Weights {
  const { nested, blocker, numbers } = eventGraph(run);
  const isCovered = coveredBelow(nested.parentsFirst, nested.parent, edits);
  const given: Edit[] = [];
  const longer: (readonly [node: number, extraNs: number])[] = [];
  for (const [node, { durationNs, extraNs, delayNs }] of edits) {
    if (isCovered?.[nested.parent[node]] === 1) continue;
    if (durationNs !== undefined) given.push({ node, durationNs });
    if (extraNs !== undefined) longer.push([node, extraNs]);
    // What waited for nothing keeps its place in time.
    if (delayNs !== undefined && blocker[numbers.start[node]] >= 0) given.push({ node, delayNs });
  }
  const weights = editedWeights(run, given, base);
  for (const [node, extraNs] of longer) weights.workNs[node] += extraNs;
  return weights;
}

/** By node: whether it, or something above it, is edited as a whole. */
function coveredBelow(parentsFirst: Uint32Array, parent: Uint32Array, edits: TimeEdits): Uint8Array | undefined {
  const isCovered = new Uint8Array(parent.length);
  let isAny = false;
  for (const [node, { isWhole }] of edits) {
    if (isWhole !== true) continue;
    isCovered[node] = 1;
    isAny = true;
  }
  if (!isAny) return undefined;
  for (const node of parentsFirst) if (isCovered[parent[node]] === 1) isCovered[node] = 1;
  return isCovered;
}
