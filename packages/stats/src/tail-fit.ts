import { mean } from 'simple-statistics';
import { conformalPValue } from './conformal-p-value.ts';
import { firstIndex } from './first-index.ts';

/** The upper tail of a distribution: a generalised Pareto distribution over a threshold. */
export interface Tail {
  /** How many values there were in all. */
  readonly count: number;
  readonly threshold: number;
  /** How many values exceeded the threshold. */
  readonly exceedances: number;
  /** ξ: above 0 for a heavy tail, 0 for an exponential one. */
  readonly shape: number;
  /** σ, in the unit of the values. */
  readonly scale: number;
}

const leastP = 1e-12;
const fewestExceedances = 10;
const largestShare = 0.2;
/** The shape to expect before any value is seen, and how many exceedances that knowledge weighs as much as. */
const prior = { shape: 0.5, exceedances: 10 };

/**
 * Fits the tail over a threshold that the largest fifth of the values exceeds, or ten of them if that is more.
 * `undefined` where there is no tail to fit, because fewer than ten values are larger than some other one that is known.
 *
 *     1, 2, … 50   ->   threshold 40, exceedances 10, shape 0, scale 9.1
 *
 * Why this distribution: J. Pickands, "Statistical inference using extreme order statistics", Annals of Statistics 3
 * (1975). The fit: J. Zhang, M. A. Stephens, "A new and efficient estimation method for the generalized Pareto
 * distribution", Technometrics 51 (2009). It always exists, covers every value seen and works for every shape;
 * probability-weighted moments (J. R. M. Hosking, J. R. Wallis, Technometrics 29 (1987)) need ξ < 1/2, and Pareto tails
 * of index 2 are not rare. The prior: A. Vehtari et al., "Pareto smoothed importance sampling", JMLR 25 (2024); without
 * it, ten exceedances now and then claim that the next larger value is next to impossible. For the same reason a tail that
 * seems to end is taken for an exponential one: what limits most figures is not known. O(k √k).
 *
 * @param largest the largest values, from the largest down: all of them, or those that `Extremes` keeps
 * @param count how many values there are in all
 */
export function tailFit(largest: readonly number[], count: number): Tail | undefined {
  const exceedancesOver = (at: number): number => firstIndex(largest.length, (index) => largest[index] <= largest[at]);
  let at = Math.max(fewestExceedances, Math.min(largest.length - 1, Math.floor(count * largestShare)));
  while (at < largest.length && exceedancesOver(at) < fewestExceedances) at++;
  if (at >= largest.length) return undefined;
  const threshold = largest[at];
  const exceedances = exceedancesOver(at);
  const { shape, scale } = generalisedPareto(largest.slice(0, exceedances).map((value) => value - threshold));
  if (!(scale > 0 && scale < Infinity)) return undefined;
  const weight = exceedances / (exceedances + prior.exceedances);
  const likelyShape = weight * shape + (1 - weight) * prior.shape;
  return { count, threshold, exceedances, shape: Math.max(0, likelyShape), scale };
}

/**
 * The chance of a value at least as large as one beyond all that were seen: the share of values over the threshold, times
 * the survival function of the tail. At most 1/(n + 1), what is known without a fit, and at least 1e-12, because no fit
 * to some hundred values can say more. Never rises with the value.
 *
 *     k/n (1 + ξ (x - u) / σ)^(-1/ξ)
 */
export const extrapolatedPValue = (tail: Tail, value: number): number =>
  Math.max(leastP, Math.min(conformalPValue(0, tail.count), shareAtLeast(tail, value)));

/** The share of values at least as large as one over the threshold, by the tail alone. Never rises with the value. */
export function shareAtLeast({ count, threshold, exceedances, shape, scale }: Tail, value: number): number {
  const excess = Math.max(0, value - threshold) / scale;
  const survival = shape < 1e-9 ? Math.exp(-excess) : (1 + shape * excess) ** (-1 / shape);
  return (exceedances / count) * survival;
}

/**
 * Zhang and Stephens: the mean of θ = -ξ/σ under its profile likelihood and a vague prior, on a grid of 20 + √k values.
 *
 * @param excesses over the threshold, from the largest down, all above 0
 */
function generalisedPareto(excesses: readonly number[]): { shape: number; scale: number } {
  const count = excesses.length;
  const quartile = excesses[count - Math.floor(count / 4 + 0.5)];
  const gridSize = 20 + Math.floor(Math.sqrt(count));
  const shapeAt = (theta: number): number => mean(excesses.map((excess) => Math.log1p(-theta * excess)));
  const thetas = Array.from(
    { length: gridSize },
    (_, index) => 1 / excesses[0] + (1 - Math.sqrt(gridSize / (index + 0.5))) / (3 * quartile),
  );
  const logLikelihoods = thetas.map((theta) => {
    const shape = shapeAt(theta);
    return count * (Math.log(-theta / shape) - shape - 1);
  });
  const highest = Math.max(...logLikelihoods);
  let weights = 0;
  let weighted = 0;
  for (const [index, logLikelihood] of logLikelihoods.entries()) {
    const weight = Math.exp(logLikelihood - highest);
    weights += weight;
    weighted += weight * thetas[index];
  }
  const theta = weighted / weights;
  const shape = shapeAt(theta);
  return { shape, scale: -shape / theta };
}
