import { normalQuantile } from './normal-quantile.ts';

/**
 * What the values would be, had they a standard normal distribution and the same order: Φ⁻¹(rank / (n + 1)), with equal
 * values sharing the mean of their ranks. Whatever is done with scores therefore ignores the scale and the tails of the
 * values: an outlier counts as the largest value, however large it is. O(n log n).
 *
 *     normalScores([20, 10, 1e9]) // [0, -0.674, 0.674]
 *
 * B. L. van der Waerden, "Order tests for the two-sample problem and their power", Indagationes Mathematicae 14 (1952).
 *
 * @throws RangeError if a value is NaN: it has no rank.
 */
export function normalScores(values: readonly number[]): Float64Array {
  const { length } = values;
  const order = Uint32Array.from(values, (value, index) => {
    if (Number.isNaN(value)) throw new RangeError(`Value ${index} is NaN and has no rank.`);
    return index;
  }).toSorted((a, b) => (values[a] === values[b] ? 0 : values[a] - values[b]));
  const scores = new Float64Array(length);
  for (let first = 0; first < length;) {
    let end = first + 1;
    while (end < length && values[order[end]] === values[order[first]]) end++;
    const meanRank = (first + 1 + end) / 2;
    const score = normalQuantile(meanRank / (length + 1));
    for (let i = first; i < end; i++) scores[order[i]] = score;
    first = end;
  }
  return scores;
}
