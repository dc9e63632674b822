import { commonInterval, commonShift, fittingCount, type Intervals } from './common-shift.ts';

/** Bounds on the shift of one clock, given those of others. */
export interface Evidence extends Intervals {
  /** 1: `lowNs` is firm, and that there is a `highNs` is only usual. 0: the other way round. */
  readonly isLowFirm: Uint8Array;
}

/** Fewer that disagree are strays. */
const LEAST_EVIDENCE = 3;
/** With less, a clock that is ahead cannot be told from work that was left behind. */
const LEAST_EVIDENCE_AHEAD = 5;
/** How many times the room that is left a shift without firm evidence must be. */
const LEAST_REGULARITY = 4;
/** The share that has to agree with a shift. */
const LEAST_SHARE = 0.75;

/**
 * The shift that the evidence asks for; without enough of it `unmovedNs`. O(n log n).
 *
 * - As long as half of what could object to the clock as it is does not, it is right.
 * - Three quarters must agree with the shift, at least three more than without it, and something must bound it on both
 *   sides: one stray is no evidence, and of edges alone any large shift makes sense.
 * - What happened too early is firm: nothing starts before its caller. What happened too late is not, since callers leave
 *   work behind; there, all must be late by the same, give or take a quarter, as work in a queue is not.
 */
export function convincingShift(evidence: Evidence, unmovedNs: number): number {
  const all = evidence.lowNs.length;
  const agreedBefore = fittingCount(evidence, unmovedNs);
  if (agreedBefore === all) return unmovedNs;
  const shiftNs = commonShift(evidence, unmovedNs);
  if (isMostlyRight(evidence, unmovedNs, shiftNs)) return unmovedNs;
  const agreed = fittingCount(evidence, shiftNs);
  const { lowNs, highNs } = commonInterval(evidence, shiftNs);
  const isBounded = highNs - lowNs < Infinity;
  if (!isBounded || agreed < all * LEAST_SHARE || agreed - agreedBefore < LEAST_EVIDENCE) return unmovedNs;
  if (firmAgainst(evidence, unmovedNs, shiftNs) >= LEAST_EVIDENCE) return shiftNs;
  const isRegular = (highNs - lowNs) * LEAST_REGULARITY <= Math.abs(shiftNs - unmovedNs);
  return isRegular && agreed >= LEAST_EVIDENCE_AHEAD ? shiftNs : unmovedNs;
}

/** Whether half does not object to where a clock is, of all that could ask for a shift in this direction. */
function isMostlyRight({ lowNs, highNs }: Evidence, unmovedNs: number, shiftNs: number): boolean {
  let [able, objecting] = [0, 0];
  for (let row = 0; row < lowNs.length; row++) {
    if (shiftNs > unmovedNs ? lowNs[row] === -Infinity : highNs[row] === Infinity) continue;
    able++;
    if (shiftNs > unmovedNs ? lowNs[row] > unmovedNs : highNs[row] < unmovedNs) objecting++;
  }
  return objecting * 2 <= able;
}

/** How many rule out that a clock stays where it is, and agree with the shift. */
function firmAgainst({ lowNs, highNs, isLowFirm }: Evidence, unmovedNs: number, shiftNs: number): number {
  let count = 0;
  for (let row = 0; row < lowNs.length; row++) {
    if (lowNs[row] > shiftNs || shiftNs > highNs[row]) continue;
    if (isLowFirm[row] === 1 ? unmovedNs < lowNs[row] : unmovedNs > highNs[row]) count++;
  }
  return count;
}
