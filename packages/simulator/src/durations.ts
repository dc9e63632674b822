import { normalQuantile } from './normal-quantile.ts';

/**
 * A distribution, as its quantile function: the value below which a share of all values lies, for shares between 0 and 1
 * without them. Never decreases. One uniform number drawn gives one value, so that two distributions drawn with the same
 * numbers are as alike as can be. Any such function will do, like `quantile` of a learned distribution.
 */
export type QuantileFunction = (share: number) => number;

/** Always the same value. */
export function constant(value: number): QuantileFunction {
  refuse(!(value >= 0), `What always takes the same time takes 0 or more, not ${value}.`);
  return () => value;
}

/** Every value between two is as likely as any other. */
export function uniform(low: number, high: number): QuantileFunction {
  refuse(!(low <= high), `A uniform distribution goes up: from ${low} to ${high} it does not.`);
  return (share) => low + share * (high - low);
}

/** Without memory: how long it took so far says nothing about how long it will take. */
export function exponential(mean: number): QuantileFunction {
  refuse(!(mean >= 0), `The mean of an exponential distribution is 0 or more, not ${mean}.`);
  return (share) => -mean * Math.log1p(-share);
}

const z95th = 1.6448536269514722;

/** The logarithm is normal: given by median and 95th percentile, as baselines are. */
export function lognormal({ p50, p95 }: { readonly p50: number; readonly p95: number }): QuantileFunction {
  refuse(!(p50 > 0 && p95 >= p50), `A lognormal distribution has 0 < p50 <= p95, not ${p50} and ${p95}.`);
  const spread = Math.log(p95 / p50) / z95th;
  return (share) => p50 * Math.exp(spread * normalQuantile(share));
}

/** As observed: between neighbours of a sample in order, evenly (type 7 of Hyndman and Fan). O(n log n) to build. */
export function empirical(values: readonly number[]): QuantileFunction {
  refuse(values.length === 0, 'There is no distribution of no values.');
  const wrong = values.find((value) => !Number.isFinite(value));
  refuse(wrong !== undefined, `A distribution as observed is one of finite values, not of ${wrong}.`);
  const sorted = values.toSorted((a, b) => a - b);
  return (share) => {
    const rank = share * (sorted.length - 1);
    const below = Math.floor(rank);
    const value = sorted[below];
    return below + 1 < sorted.length ? value + (rank - below) * (sorted[below + 1] - value) : value;
  };
}

function refuse(isWrong: boolean, message: string): void {
  if (isWrong) throw new RangeError(message);
}
