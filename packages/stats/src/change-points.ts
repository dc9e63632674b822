import { median } from 'simple-statistics';
import { hodgesLehmannShift } from './hodges-lehmann-shift.ts';
import { longRunVarianceRatio } from './long-run-variance-ratio.ts';
import { normalScores } from './normal-scores.ts';
import { pelt } from './pelt.ts';
import { seededRandom } from './seeded-random.ts';

/** Where values moved to another level. */
export interface ChangePoint {
  /** The first value of the new level. */
  readonly index: number;
  /** The medians of the values between the change before and this one, and between this one and the next. */
  readonly medianBefore: number;
  readonly medianAfter: number;
  /** The median of the differences between values after and before: see `hodgesLehmannShift`. */
  readonly shift: number;
  /** How likely as strong a change is anywhere between the neighbouring changes if nothing changed there. */
  readonly pValue: number;
}

/** How changes are sought. */
export interface ChangePointOptions {
  /** What a further change must explain of the squares of the normal scores; 2 ln n (1 + ρ) / (1 − ρ) unless given. */
  readonly penalty?: number;
  /** The least number of values at a level. */
  readonly minimumLength?: number;
}

/**
 * Where the level of values changes, however they are distributed: the best partition (`pelt`) of their normal scores.
 * A change costs 2 ln n, the Bayesian information criterion for its place and its size, times what dependence adds to
 * the variance of a mean (`longRunVarianceRatio`): a load that drifts is no row of changes. Values without a change
 * have one found in them with a probability of, as measured, for a correlation ρ of neighbours:
 *
 *     values   ρ = 0   0.3   0.6   0.9     ρ = 0.6 without regard to ρ
 *         50   2.0 %   4.1   5.7  11.4     60 %
 *        200   1.4 %   3.1   2.9   9.4     90 %
 *      1,000   0.5 %   1.1   0.3   2.3     99.5 %
 *
 * It has its price where values are few: a half shifted by 1.5 standard deviations is found in 60 % of stretches of 30
 * values, in 96 % of those of 60. O(n) where changes keep coming, O(n²) without; the p-values take 1,000 passes.
 *
 * The p-value of a change compares it, in the stretch between its neighbours, with what 999 permutations of that stretch
 * have, at whichever place each has it: p = (1 + at least as strong) / 1000. They are drawn from a fixed seed. Permuting
 * ignores dependence: p is too small for values that depend on those before them.
 *
 *     changePoints([5, 6, 5, 6, 5, 6, 5, 6, 9, 8, 9, 8, 9, 8, 9, 8])
 *     // [{ index: 8, medianBefore: 5.5, medianAfter: 8.5, shift: 3, pValue: 0.001 }]
 *
 * @throws RangeError if a value is not finite, or an option makes no sense.
 */
export function changePoints(values: readonly number[], options: ChangePointOptions = {}): ChangePoint[] {
  const { penalty, minimumLength = 5 } = options;
  if (penalty !== undefined && !(penalty >= 0)) throw new RangeError(`A penalty is not negative: ${penalty}.`);
  if (!(Number.isInteger(minimumLength) && minimumLength > 0))
    throw new RangeError(`The least length of a segment is a number of values, not ${minimumLength}.`);
  const notFinite = values.findIndex((value) => !Number.isFinite(value));
  if (notFinite !== -1) throw new RangeError(`Value ${notFinite} is not finite.`);

  const scores = normalScores(values);
  const bounds = [0, ...pelt(scores, penalty ?? usualPenalty(scores), minimumLength), values.length];
  return bounds.slice(1, -1).map((index, i) => {
    const [start, end] = [bounds[i], bounds[i + 2]];
    const before = values.slice(start, index);
    const after = values.slice(index, end);
    return {
      index,
      medianBefore: median(before),
      medianAfter: median(after),
      shift: hodgesLehmannShift(before, after),
      pValue: permutationPValue(scores.slice(start, end), minimumLength),
    };
  });
}

const usualPenalty = (scores: Float64Array): number =>
  2 * Math.log(Math.max(2, scores.length)) * longRunVarianceRatio(scores);

const permutations = 999;

/** The share of permutations whose strongest change is as strong as that of the scores. Changes the scores. */
function permutationPValue(scores: Float64Array, minimumLength: number): number {
  const random = seededRandom(scores.length);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  for (let i = 0; i < scores.length; i++) scores[i] -= mean;
  // Sums of the same scores in another order may differ in their last digits.
  const strength = strongestChange(scores, minimumLength) * (1 - 1e-12);
  let asStrong = 1;
  for (let permutation = 0; permutation < permutations; permutation++) {
    shuffle(scores, random);
    if (strongestChange(scores, minimumLength) >= strength) asStrong++;
  }
  return asStrong / (permutations + 1);
}

/** What the best single change explains of the squares of scores with the mean 0. */
function strongestChange(scores: Float64Array, minimumLength: number): number {
  const { length } = scores;
  let strongest = 0;
  let sum = 0;
  for (let size = 1; size <= length - minimumLength; size++) {
    sum += scores[size - 1];
    if (size >= minimumLength) strongest = Math.max(strongest, (sum * sum * length) / (size * (length - size)));
  }
  return strongest;
}

/** R. Durstenfeld, "Algorithm 235: random permutation", CACM 7 (1964). */
function shuffle(scores: Float64Array, random: () => number): void {
  for (let last = scores.length - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    const score = scores[chosen];
    scores[chosen] = scores[last];
    scores[last] = score;
  }
}
