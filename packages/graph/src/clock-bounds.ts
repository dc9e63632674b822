import type { Intervals } from './common-shift.ts';
import type { ClockedRun } from './clock-offsets.ts';

/**
 * What calls and edges between two clocks say of how far they are apart, one in each row: what is added to the times of
 * clock `to` must exceed what is added to those of `from` by `lowNs` to `highNs`.
 */
export interface ClockBounds extends Intervals {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/**
 * The bounds that a run has. O(V + E).
 *
 * - a call: the child starts no earlier than its parent. It ends no later, unless it is asynchronous, longer than its
 *   parent, or one of the ends is not known.
 * - an edge: what it comes from had ended by the start of what it leads to; not between an execution and one inside it.
 */
export function clockBounds(run: ClockedRun, clockOf: Uint32Array, parentsFirst: Uint32Array): ClockBounds {
  const { startNs, endNs, parent, edges, isAsync, isOpen } = run;
  const rows: { from: number[]; to: number[]; lowNs: number[]; highNs: number[] } = {
    from: [],
    to: [],
    lowNs: [],
    highNs: [],
  };
  const add = (from: number, to: number, lowNs: number, highNs: number): void => {
    rows.from.push(clockOf[from]);
    rows.to.push(clockOf[to]);
    rows.lowNs.push(lowNs);
    rows.highNs.push(highNs);
  };
  for (let node = 0; node < clockOf.length; node++) {
    const above = parent[node];
    if (above < 0 || clockOf[above] === clockOf[node]) continue;
    const lowNs = startNs[above] - startNs[node];
    const highNs = endNs[above] - endNs[node];
    const isWithin = isAsync[node] === 0 && isOpen[node] === 0 && isOpen[above] === 0 && lowNs <= highNs;
    add(above, node, lowNs, isWithin ? highNs : Infinity);
  }
  const isInside = edges.from.length > 0 ? ancestry(run, parentsFirst) : () => false;
  for (let edge = 0; edge < edges.from.length; edge++) {
    const [from, to] = [edges.from[edge], edges.to[edge]];
    if (clockOf[from] === clockOf[to] || isOpen[from] === 1 || isInside(from, to) || isInside(to, from)) continue;
    add(from, to, Math.max(startNs[from], endNs[from]) - startNs[to], Infinity);
  }
  return {
    from: Uint32Array.from(rows.from),
    to: Uint32Array.from(rows.to),
    lowNs: Float64Array.from(rows.lowNs),
    highNs: Float64Array.from(rows.highNs),
  };
}

/** Tells whether one execution is below another, by depth-first numbers. O(V), then O(1). */
function ancestry({ parent }: ClockedRun, parentsFirst: Uint32Array): (inner: number, outer: number) => boolean {
  const run = parent.length;
  const sizes = new Uint32Array(run + 1).fill(1);
  const above = (node: number): number => (parent[node] < 0 ? run : parent[node]);
  for (let at = run - 1; at >= 0; at--) sizes[above(parentsFirst[at])] += sizes[parentsFirst[at]];
  const numbers = new Uint32Array(run + 1);
  const free = new Uint32Array(run + 1).fill(1);
  for (const node of parentsFirst) {
    numbers[node] = numbers[above(node)] + free[above(node)];
    free[above(node)] += sizes[node];
  }
  return (inner, outer) => numbers[inner] > numbers[outer] && numbers[inner] < numbers[outer] + sizes[outer];
}
