import type { Nesting } from './nesting.ts';
import type { Rows } from './rows.ts';
import { hasTolerance, scheduleOptionsOf } from './schedule-options.ts';
import type { TimedDag } from './timed-dag.ts';

/**
 * By node: the sibling that it is taken to have waited for although the two overlap, or -1. That is the last to end of
 * those that started before it, ended before it did, and not later after its start than the tolerance. O(V log V); at no
 * cost without tolerance.
 *
 *     a |=======|
 *     b       |======|     b follows a if 2 are tolerated
 */
export function followedSiblings(dag: TimedDag, nested: Nesting, byStart: Rows, byEnd: Rows): Int32Array {
  const { startNs, endNs } = nested;
  const followed = new Int32Array(dag.size + 1).fill(-1);
  const { overlapTolerance } = scheduleOptionsOf(dag);
  if (!hasTolerance(dag)) return followed;
  const toleranceNs = (level: number): number =>
    'ns' in overlapTolerance ? overlapTolerance.ns : overlapTolerance.shareOfParent * (endNs[level] - startNs[level]);
  for (let level = 0; level <= dag.size; level++) {
    const mostNs = toleranceNs(level);
    const row = byEnd.targets.subarray(byEnd.offsets[level], byEnd.offsets[level + 1]);
    const started = new StartedSiblings(row, nested);
    // From the last to start backwards: who did not start before it is taken out, and stays so for all before.
    for (let at = byStart.offsets[level + 1] - 1; at >= byStart.offsets[level]; at--) {
      const node = byStart.targets[at];
      const sibling = started.lastEnded(startNs[node], startNs[node] + mostNs, endNs[node]);
      if (sibling >= 0) followed[node] = sibling;
    }
  }
  return followed;
}

/** Siblings in order of end, of which those that started late are taken out for good. */
class StartedSiblings {
  readonly #byEnd: Uint32Array;
  readonly #nested: Nesting;
  /** By place in the order of ends, one up: the last place up to it that is not taken out, as far as known. */
  readonly #lastLeft: Uint32Array;

  constructor(byEnd: Uint32Array, nested: Nesting) {
    this.#byEnd = byEnd;
    this.#nested = nested;
    this.#lastLeft = Uint32Array.from({ length: byEnd.length + 1 }, (_, place) => place);
  }

  /** Of those that started before `startNs`: the last that ended after it, by `byNs` and before `endNs`; or -1. */
  lastEnded(startNs: number, byNs: number, endNs: number): number {
    const nested = this.#nested;
    const lastLeft = this.#lastLeft;
    let place = this.#endedUpTo(byNs, endNs);
    for (;;) {
      // Every place looked up points further down afterwards.
      while (lastLeft[place] !== place) place = lastLeft[place] = lastLeft[lastLeft[place]];
      const sibling = place === 0 ? -1 : this.#byEnd[place - 1];
      if (sibling < 0 || nested.endNs[sibling] <= startNs) return -1;
      if (nested.startNs[sibling] < startNs) return sibling;
      lastLeft[place] = place - 1;
    }
  }

  /** How many ended by the one time and before the other. */
  #endedUpTo(byNs: number, beforeNs: number): number {
    let from = 0;
    let to = this.#byEnd.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const ns = this.#nested.endNs[this.#byEnd[middle]];
      if (ns <= byNs && ns < beforeNs) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
