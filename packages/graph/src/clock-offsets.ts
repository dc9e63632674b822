import { clockBounds, type ClockBounds } from './clock-bounds.ts';
import { commonInterval, fittingCount } from './common-shift.ts';
import { convincingShift, type Evidence } from './convincing-shift.ts';
import { GreatestFirst } from './greatest-first.ts';
import { parentsFirstOrder } from './nesting.ts';
import { rowsOf, type Rows } from './rows.ts';
import type { TimedDag } from './timed-dag.ts';

/** A run whose times may have been read from several clocks. Columns by execution; without joins. */
export interface ClockedRun extends Pick<TimedDag, 'startNs' | 'endNs' | 'parent' | 'edges' | 'isAsync'> {
  /** The number of the clock its times were read from. -1: not known; it is taken for that of the caller. */
  readonly clock: Int32Array;
  readonly clockCount: number;
  /** 1: its end was not recorded. */
  readonly isOpen: Uint8Array;
}

/** What to add to the times of each clock. Columns by clock; the last entry is for roots of which no clock is known. */
export interface ClockOffsets {
  /** By execution. */
  readonly clockOf: Uint32Array;
  /** The clock that it was aligned with, step by step: one that timed roots, and was left alone. */
  readonly reference: Uint32Array;
  readonly shiftNs: Float64Array;
  /** The other shifts that agree with all that this one agrees with. Infinite: nothing bounds it. */
  readonly lowNs: Float64Array;
  readonly highNs: Float64Array;
  /** Calls and edges between it and clocks that were fixed before it. */
  readonly compared: Uint32Array;
  /** How many of them agree with its times as they were recorded, and as they are shifted. */
  readonly agreedBefore: Uint32Array;
  readonly agreedAfter: Uint32Array;
}

/**
 * Estimates how far the clocks of a run are apart, from what passed between them. `undefined`: nothing says that they
 * differ. Exact integers, O(n log n) for n executions and edges.
 *
 *     caller, clock 1             |===================|
 *     called, clock 2    |=====|
 *                        '------->|=====|                low: it starts no earlier than its caller
 *                        '--------------------->|=====|  high: it ends no later
 *
 * Every call and every edge between two clocks allows an interval of shifts (F. Cristian, "Probabilistic clock
 * synchronization", 1989, with a call for an exchange of messages). What lies in most of them is taken, as NTP does with
 * its sources (K. Marzullo 1984), and of that the smallest shift. From the clock that timed the roots, clocks are fixed one
 * by one, always the one of which the most is known by then.
 *
 * A wrong shift is worse than none: see `convincingShift`. Trace viewers shift whatever lies outside its caller, one child
 * being enough; here a clock with which most agrees is left alone.
 */
export function clockOffsets(run: ClockedRun): ClockOffsets | undefined {
  const parentsFirst = parentsFirstOf(run);
  const clockOf = inheritedClocks(run, parentsFirst);
  const bounds = clockBounds(run, clockOf, parentsFirst);
  if (fittingCount(bounds, 0) === bounds.from.length) return undefined;

  const alignment = new Alignment(bounds, clockOf, run.clockCount + 1);
  for (const clock of byTimeOfRoots(run, clockOf)) alignment.spreadFrom(clock);
  const { offsets } = alignment;
  return offsets.shiftNs.some((shiftNs) => shiftNs !== 0) ? offsets : undefined;
}

function parentsFirstOf({ parent }: ClockedRun): Uint32Array {
  const run = parent.length;
  const above = new Uint32Array(run + 1).fill(run);
  for (let node = 0; node < run; node++) if (parent[node] >= 0) above[node] = parent[node];
  return parentsFirstOrder(above, run);
}

function inheritedClocks({ parent, clock, clockCount }: ClockedRun, parentsFirst: Uint32Array): Uint32Array {
  const clockOf = new Uint32Array(clock.length);
  for (const node of parentsFirst) {
    const inherited = parent[node] < 0 ? clockCount : clockOf[parent[node]];
    clockOf[node] = clock[node] < 0 ? inherited : clock[node];
  }
  return clockOf;
}

/** Clocks that timed roots, the one first that timed most: an orphan is a root as well, but a short one. */
function byTimeOfRoots({ startNs, endNs, parent, clockCount }: ClockedRun, clockOf: Uint32Array): readonly number[] {
  const timeNs = new Float64Array(clockCount + 1).fill(-1);
  for (let node = 0; node < clockOf.length; node++) {
    if (parent[node] < 0) timeNs[clockOf[node]] += Math.max(0, endNs[node] - startNs[node]) + 1;
  }
  return [...timeNs.keys()].filter((clock) => timeNs[clock] >= 0).toSorted((a, b) => timeNs[b] - timeNs[a] || a - b);
}

/** Clocks as they are fixed, one after the other. */
class Alignment {
  readonly offsets: ClockOffsets;
  readonly #bounds: ClockBounds;
  /** By clock: the bounds that speak of it. */
  readonly #boundsOf: Rows;
  readonly #isFixed: Uint8Array;
  /** By clock: how many bounds join it to fixed ones. */
  readonly #known: Uint32Array;
  /** Clocks with that number, most first, then the smaller clock. Older entries stay in, and count no longer. */
  readonly #waiting = new GreatestFirst();

  constructor(bounds: ClockBounds, clockOf: Uint32Array, clockCount: number) {
    const { from, to } = bounds;
    const ends = new Uint32Array(from.length * 2);
    ends.set(from);
    ends.set(to, from.length);
    this.#bounds = bounds;
    this.#boundsOf = rowsOf(clockCount, { from: ends, to: ends.map((_, end) => end % from.length) });
    this.#isFixed = new Uint8Array(clockCount);
    this.#known = new Uint32Array(clockCount);
    this.offsets = {
      clockOf,
      reference: Uint32Array.from({ length: clockCount }, (_, clock) => clock),
      shiftNs: new Float64Array(clockCount),
      lowNs: new Float64Array(clockCount),
      highNs: new Float64Array(clockCount),
      compared: new Uint32Array(clockCount),
      agreedBefore: new Uint32Array(clockCount),
      agreedAfter: new Uint32Array(clockCount),
    };
  }

  /** Leaves a clock alone and fixes all that calls and edges join to it. */
  spreadFrom(reference: number): void {
    if (this.#isFixed[reference] === 1) return;
    this.#markFixed(reference);
    const clockCount = this.#isFixed.length;
    for (let next = this.#waiting.take(); next !== undefined; next = this.#waiting.take()) {
      const clock = clockCount - 1 - (next % clockCount);
      if (this.#isFixed[clock] === 1 || this.#known[clock] !== Math.floor(next / clockCount)) continue;
      this.#fix(clock, reference);
      this.#markFixed(clock);
    }
  }

  #markFixed(clock: number): void {
    const { from, to } = this.#bounds;
    this.#isFixed[clock] = 1;
    for (const bound of this.#rowOf(clock)) {
      const other = from[bound] === clock ? to[bound] : from[bound];
      if (this.#isFixed[other] === 1) continue;
      this.#known[other]++;
      this.#waiting.add(this.#known[other] * this.#isFixed.length + this.#isFixed.length - 1 - other);
    }
  }

  #fix(clock: number, reference: number): void {
    const { offsets } = this;
    const { evidence, neighbour } = this.#evidenceOn(clock);
    // Without evidence of its own a clock is where it was, or with the one that it is compared with most.
    const besideNs = offsets.shiftNs[neighbour];
    const unmovedNs = fittingCount(evidence, besideNs) > fittingCount(evidence, 0) ? besideNs : 0;
    const shiftNs = convincingShift(evidence, unmovedNs);
    const common = commonInterval(evidence, shiftNs);
    offsets.reference[clock] = reference;
    offsets.shiftNs[clock] = shiftNs;
    offsets.lowNs[clock] = common.lowNs;
    offsets.highNs[clock] = common.highNs;
    offsets.compared[clock] = evidence.lowNs.length;
    offsets.agreedBefore[clock] = fittingCount(evidence, 0);
    offsets.agreedAfter[clock] = fittingCount(evidence, shiftNs);
  }

  #evidenceOn(clock: number): { readonly evidence: Evidence; readonly neighbour: number } {
    const { from, to, lowNs, highNs } = this.#bounds;
    const { shiftNs } = this.offsets;
    const bounds = this.#rowOf(clock).filter(
      (bound) => this.#isFixed[from[bound] === clock ? to[bound] : from[bound]] === 1,
    );
    const evidence = {
      lowNs: new Float64Array(bounds.length),
      highNs: new Float64Array(bounds.length),
      isLowFirm: new Uint8Array(bounds.length),
    };
    const counts = new Map<number, number>();
    for (const [row, bound] of bounds.entries()) {
      const isTo = to[bound] === clock;
      const other = isTo ? from[bound] : to[bound];
      evidence.lowNs[row] = isTo ? shiftNs[other] + lowNs[bound] : shiftNs[other] - highNs[bound];
      evidence.highNs[row] = isTo ? shiftNs[other] + highNs[bound] : shiftNs[other] - lowNs[bound];
      evidence.isLowFirm[row] = isTo ? 1 : 0;
      counts.set(other, (counts.get(other) ?? 0) + 1);
    }
    let [neighbour, most] = [clock, 0];
    for (const [other, count] of counts) {
      if (count > most || (count === most && other < neighbour)) [neighbour, most] = [other, count];
    }
    return { evidence, neighbour };
  }

  #rowOf(clock: number): Uint32Array {
    return this.#boundsOf.targets.subarray(this.#boundsOf.offsets[clock], this.#boundsOf.offsets[clock + 1]);
  }
}
