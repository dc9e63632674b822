import type { RunView } from '@faultline/core';

/**
 * Which executions of a run are the steps of its workflow, and which of them each execution belongs to: the roots or, where
 * a single one stands around others, those inside of it. -1: it stands around the steps. O(V).
 *
 *     agent            around        -1
 *       fetch          step           1
 *         http         inside         1
 *       answer         step           3
 */
export function stepLevelOf({ executionCount, parent }: Pick<RunView, 'executionCount' | 'parent'>): Int32Array {
  const childCount = new Uint32Array(executionCount);
  const onlyChild = new Int32Array(executionCount).fill(-1);
  const roots: number[] = [];
  for (let node = 0; node < executionCount; node++) {
    const above = parent[node]!;
    if (above < 0) roots.push(node);
    else if (childCount[above]!++ === 0) onlyChild[above] = node;
  }
  const owner = new Int32Array(executionCount).fill(UNKNOWN);
  let [around = -1] = roots.length === 1 ? roots : [];
  // A cycle of parents was cut before, so this comes to an end.
  while (around >= 0 && childCount[around]! > 0) {
    owner[around] = AROUND;
    around = childCount[around] === 1 ? onlyChild[around]! : -1;
  }
  const way: number[] = [];
  for (let start = 0; start < executionCount; start++) {
    let node = start;
    for (; owner[node] === UNKNOWN && parent[node]! >= 0; node = parent[node]!) way.push(node);
    if (owner[node] === UNKNOWN) owner[node] = node;
    // From the top down: what stands right below all that is around is a step.
    for (let below = way.pop(); below !== undefined; below = way.pop()) {
      const above = owner[parent[below]!]!;
      owner[below] = above === AROUND ? below : above;
    }
  }
  return owner;
}

const UNKNOWN = -2;
const AROUND = -1;
