import type { Interval } from '@faultline/model';
import { z95 } from '@faultline/stats';

/**
 * How many different values there are, from the k smallest of their hashes, of which `largest` is the largest as a share of all
 * hashes (0 to 1): the more values, the closer their smallest hashes are to 0. How often each value came does not matter.
 *
 *     256 hashes below 0.1   ->   2550, with 95 % confidence 2275 to 2870
 *
 * The interval is that of Wilson's score, solved for the number D: of D hashes a share `largest` is expected below, k - 1/2 are.
 * Its half width is about 2 / sqrt(k) of the figure, less where nearly all hashes are kept.
 *
 * Z. Bar-Yossef et al., "Counting distinct elements in a data stream", RANDOM 2002; K. Beyer et al., "On synopses for
 * distinct-value estimation under multiset operations", SIGMOD 2007 (the unbiased estimate).
 */
export function distinctCount(kept: number, largest: number): Interval {
  if (!(kept > 1 && largest > 0 && largest <= 1)) throw new RangeError(`${kept} hashes up to ${largest} tell nothing.`);
  const below = kept - 0.5;
  const spread = z95 ** 2 * (1 - largest);
  const centre = 2 * below + spread;
  const reach = Math.sqrt(centre ** 2 - 4 * below ** 2);
  return {
    low: (centre - reach) / (2 * largest),
    expected: (kept - 1) / largest,
    high: (centre + reach) / (2 * largest),
  };
}
