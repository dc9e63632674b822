/** Shifts that are allowed, one closed interval in each row. May be infinite; never empty. */
export interface Intervals {
  readonly lowNs: Float64Array;
  readonly highNs: Float64Array;
}

/**
 * The shift that lies in the most intervals; of several the one nearest to `fromNs`, of two such the greater.
 * A sweep over the sorted ends (Marzullo's algorithm). O(n log n).
 *
 *     |=======|
 *        |==========|
 *          |====|        |===|
 *          ^  ^  from the second to the third mark, three agree
 */
export function commonShift({ lowNs, highNs }: Intervals, fromNs: number): number {
  const lows = lowNs.toSorted();
  const highs = highNs.toSorted();
  let most = 0;
  let best = fromNs;
  let ended = 0;
  for (let begun = 1; begun <= lows.length; begun++) {
    const low = lows[begun - 1];
    if (lows[begun] === low) continue;
    while (highs[ended] < low) ended++;
    // What has begun has not ended: the next high is of one of those that overlap here.
    const nearest = Math.min(Math.max(fromNs, low), highs[ended]);
    const isMore = begun - ended > most;
    if (!isMore && (begun - ended < most || Math.abs(nearest - fromNs) > Math.abs(best - fromNs))) continue;
    most = begun - ended;
    best = nearest;
  }
  return best;
}

/** How many of the intervals a shift lies in. O(n). */
export function fittingCount({ lowNs, highNs }: Intervals, shiftNs: number): number {
  let count = 0;
  for (let row = 0; row < lowNs.length; row++) if (lowNs[row] <= shiftNs && shiftNs <= highNs[row]) count++;
  return count;
}

/** What is common to all intervals in which a shift lies. O(n). */
export function commonInterval({ lowNs, highNs }: Intervals, shiftNs: number): { lowNs: number; highNs: number } {
  const common = { lowNs: -Infinity, highNs: Infinity };
  for (let row = 0; row < lowNs.length; row++) {
    if (lowNs[row] > shiftNs || shiftNs > highNs[row]) continue;
    common.lowNs = Math.max(common.lowNs, lowNs[row]);
    common.highNs = Math.min(common.highNs, highNs[row]);
  }
  return common;
}
