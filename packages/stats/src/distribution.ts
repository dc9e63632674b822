import { mean } from 'simple-statistics';
import { addToExtremes, emptyExtremes, type Extremes } from './extremes.ts';
import { firstIndex } from './first-index.ts';
import { bucketsOf, countOf, type LogHistogram } from './log-histogram.ts';
import { tailPValue, type TailP } from './tail-p-value.ts';
import { mirrored, upperPValue, type KeptValues } from './upper-p-value.ts';

/** What is kept of values that were seen. Each part merges exactly. */
export interface LearnedValues {
  /** All of them, in buckets. */
  readonly histogram: LogHistogram;
  /** The values of a random sample of them, or all of them: those of a `BottomKSample`. */
  readonly values: readonly number[];
  /** Without them p-values are exact only while the sample holds all values, and no tail is fitted afterwards. */
  readonly extremes?: Extremes | undefined;
}

/** Which values are further out than one: those at least as large, those at most as large, or both. */
export type Side = 'upper' | 'lower' | 'both';

/** How often values of which size were seen. */
export interface Distribution {
  readonly count: number;
  /** Whether mean and quantiles are exact. Otherwise they are within 1 % for values of one sign. */
  readonly isExact: boolean;
  readonly mean: number;
  /** The value below which the share `q` lies, interpolated between neighbours (type 7 of Hyndman and Fan). */
  readonly quantile: (q: number) => number;
  /** The conformal p-value of `value`: the chance of one at least as large, if it is a usual one. Never 0. */
  readonly pAtLeast: (value: number) => number;
  /** The chance of one at most as large, if it is a usual one. Never 0. */
  readonly pAtMost: (value: number) => number;
  /** The chance of one as far out on either side, if it is a usual one: twice the smaller of the two. Never 0. */
  readonly pBeyond: (value: number) => number;
  /**
   * The same chances, continued beyond all values seen: there the conformal p-value stays at 1/(n + 1), and a fitted tail
   * says how much rarer the value is. Alarms at a level that conformal ones reach, 1/(n + 1) for one side and twice that
   * for both, are the same with and without the tail: they are exact.
   */
  readonly tailP: (value: number, side: Side) => TailP;
}

/**
 * Reads a distribution from what was kept of its values. P-values are exact ranks while the sample holds all values, and
 * for the 64 values at each end however many there are; in between they are the buckets' counts, divided within the
 * bucket by the sample, and keep their promise there too (`upperPValue` says why). Quantiles are exact in the same places.
 * Build once, ask often: O(B log B) to build, each side when it is first asked about, O(log B) to ask.
 *
 *     2, 2, 3, 9   ->   count 4, quantile(0.5) = 2.5, pAtLeast(9) = 2/5, pAtMost(1) = 1/5
 *
 * R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996).
 */
export function distributionOf({ histogram, values, extremes: keptExtremes }: LearnedValues): Distribution {
  const count = countOf(histogram);
  if (count === 0) throw new RangeError('There is no distribution of no values.');
  const sampled = Array.from(new Float64Array(values).toSorted());
  const isExact = sampled.length === count;
  const extremes = keptExtremes ?? (isExact ? extremesOf(sampled) : emptyExtremes());
  const kept = { count, buckets: bucketsOf(histogram), sampled, largest: extremes.largest };
  // Most distributions are never asked about one of their sides.
  const upper = once(() => sideOf(kept));
  const lower = once(() => sideOf(mirrored(kept, extremes.smallest)));

  const pAtLeast = (value: number): number => upper().pAtLeast(value);
  const pAtMost = (value: number): number => lower().pAtLeast(-value);
  return {
    count,
    isExact,
    mean: isExact ? mean(sampled) : meanOf(kept),
    quantile: quantilesOf(count, isExact ? (rank) => sampled[rank] : rankedValues(kept, extremes.smallest)),
    pAtLeast,
    pAtMost,
    pBeyond: (value) => twice(Math.min(pAtLeast(value), pAtMost(value))),
    tailP(value, side) {
      if (side === 'upper') return upper().tailP(value);
      if (side === 'lower') return lower().tailP(-value);
      const above = upper().tailP(value);
      const below = lower().tailP(-value);
      const { p, guarantee } = above.p < below.p ? above : below;
      return { p: twice(p), guarantee };
    },
  };
}

/** Questions about large values. */
function sideOf(kept: KeptValues) {
  const pAtLeast = upperPValue(kept);
  return { pAtLeast, tailP: tailPValue(kept, pAtLeast) };
}

/** Makes something when it is first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const twice = (p: number): number => Math.min(1, 2 * p);

function extremesOf(values: readonly number[]): Extremes {
  const extremes = emptyExtremes();
  for (const value of values) addToExtremes(extremes, value);
  return extremes;
}

const meanOf = ({ buckets, count }: KeptValues): number =>
  buckets.reduce((sum, { value, times }) => sum + value * times, 0) / count;

function quantilesOf(count: number, valueAt: (rank: number) => number): (q: number) => number {
  return (q) => {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`A quantile lies between 0 and 1, not at ${q}.`);
    const rank = (count - 1) * q;
    const below = valueAt(Math.floor(rank));
    return below + (rank % 1) * (valueAt(Math.ceil(rank)) - below);
  };
}

/** The value of each rank from 0 up: itself where it is kept, otherwise its bucket's, but not beyond those kept. */
function rankedValues({ count, buckets, largest }: KeptValues, smallest: readonly number[]): (rank: number) => number {
  const upTo = new Float64Array(buckets.length);
  let total = 0;
  for (const [index, { times }] of buckets.entries()) upTo[index] = total += times;
  return (rank) => {
    if (rank < smallest.length) return smallest[rank];
    if (count - 1 - rank < largest.length) return largest[count - 1 - rank];
    const { value } = buckets[firstIndex(buckets.length, (index) => upTo[index] > rank)];
    return Math.min(Math.max(value, smallest.at(-1) ?? -Infinity), largest.at(-1) ?? Infinity);
  };
}
