import type { RunView } from '@faultline/core';
import { editedWeights, eventGraph, type Edit, type Weights } from '@faultline/graph';

/** What happens to the time of one execution. */
export interface TimeEdit {
  readonly durationNs?: number;
  /** Where no duration is given. */
  readonly factor?: number;
  /** Since the last thing it waited for. */
  readonly delayNs?: number;
  /** Whether what happens below it follows from this alone, whatever else is asked for there. */
  readonly isWhole?: boolean;
}

/** By node. */
export type TimeEdits = ReadonlyMap<number, TimeEdit>;

/** An execution that no longer takes place. */
export const gone: TimeEdit = { durationNs: 0, delayNs: 0, isWhole: true };

/** The weights of a run after edits. Without edits, those observed. O(V). */
export function timesEdited(run: RunView, edits: TimeEdits): Weights {
  return editedWeights(run, graphEdits(run, edits));
}

function* graphEdits(run: RunView, edits: TimeEdits): Generator<Edit> {
  const { nested, blocker, numbers } = eventGraph(run);
  const isCovered = coveredBelow(nested.parentsFirst, nested.parent, edits);
  for (const [node, { durationNs, factor, delayNs }] of edits) {
    if (isCovered?.[nested.parent[node]] === 1) continue;
    if (durationNs !== undefined) yield { node, durationNs };
    else if (factor !== undefined) yield { node, factor };
    // What waited for nothing keeps its place in time.
    if (delayNs !== undefined && blocker[numbers.start[node]] >= 0) yield { node, delayNs };
  }
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
