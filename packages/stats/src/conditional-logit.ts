import { solvePositive } from './cholesky.ts';

/** Alternatives, each a row of figures, of which one was chosen. */
export interface Choice {
  readonly rows: readonly ArrayLike<number>[];
  /** Its place among the rows. */
  readonly chosen: number;
}

/**
 * Learns from choices what makes an alternative likely to be chosen. Of the alternatives of a choice, i is chosen with
 * probability exp(w·xᵢ) / Σⱼ exp(w·xⱼ); the weights w are those of the largest likelihood, less Σ penalty wₖ² / 2. What
 * all alternatives of a choice share cancels out, so there is no intercept.
 *
 *     conditionalLogit([{ rows: [[0], [1]], chosen: 1 }, { rows: [[1], [0], [0]], chosen: 0 }], 1) // [0.789]
 *
 * By Newton's method with halved steps; the objective is strictly convex where every penalty is positive, and the answer the
 * same whatever the order. O(iterations × (rows × features² + features³)), some 10 iterations.
 *
 * D. McFadden, "Conditional logit analysis of qualitative choice behavior", Frontiers in Econometrics (1974); the penalty
 * is that of ridge regression.
 *
 * @param penalty one for all weights, or one for each
 * @throws RangeError if there is nothing to choose from, rows differ in length, or a figure is not finite
 */
export function conditionalLogit(choices: readonly Choice[], penalty: number | readonly number[]): Float64Array {
  const size = checkedWidth(choices);
  const penalties = typeof penalty === 'number' ? Array.from({ length: size }, () => penalty) : penalty;
  if (penalties.length !== size) throw new RangeError(`There are ${size} weights and ${penalties.length} penalties.`);
  let weights = new Float64Array(size);
  let best = slopeAt(choices, weights, penalties);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const step = solvePositive(best.curvature, best.gradient);
    let scale = 1;
    let next = best;
    let moved = weights;
    for (; scale > 1e-6; scale /= 2) {
      moved = weights.map((weight, k) => weight - scale * step[k]);
      next = slopeAt(choices, moved, penalties);
      if (next.cost <= best.cost) break;
    }
    if (!(next.cost <= best.cost)) return weights;
    const change = Math.max(0, ...step.map((one) => Math.abs(one * scale)));
    weights = moved;
    best = next;
    if (change < smallestStep) break;
  }
  return weights;
}

/** The probability of each of the alternatives. O(rows × features). */
export function choiceProbabilities(rows: readonly ArrayLike<number>[], weights: ArrayLike<number>): Float64Array {
  const scores = Float64Array.from(rows, (row) => dot(row, weights));
  const highest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  let total = 0;
  for (let i = 0; i < scores.length; i++) total += scores[i] = Math.exp(scores[i] - highest);
  return scores.map((score) => score / total);
}

const mostIterations = 100;
const smallestStep = 1e-10;

interface Slope {
  readonly cost: number;
  readonly gradient: Float64Array;
  /** Row by row; symmetric. */
  readonly curvature: Float64Array;
}

/** The penalised negative log-likelihood, its gradient and its second derivatives. */
function slopeAt(choices: readonly Choice[], weights: Float64Array, penalties: readonly number[]): Slope {
  const size = weights.length;
  let cost = 0;
  const gradient = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (const { rows, chosen } of choices) {
    const probabilities = choiceProbabilities(rows, weights);
    cost -= Math.log(Math.max(probabilities[chosen], Number.MIN_VALUE));
    const mean = new Float64Array(size);
    for (let i = 0; i < rows.length; i++) for (let k = 0; k < size; k++) mean[k] += probabilities[i] * rows[i][k];
    for (let k = 0; k < size; k++) gradient[k] += mean[k] - rows[chosen][k];
    for (let i = 0; i < rows.length; i++) {
      for (let k = 0; k < size; k++) centred[k] = rows[i][k] - mean[k];
      for (let k = 0; k < size; k++) {
        const weighted = probabilities[i] * centred[k];
        if (weighted !== 0) for (let l = 0; l <= k; l++) curvature[k * size + l] += weighted * centred[l];
      }
    }
  }
  for (let k = 0; k < size; k++) {
    cost += (penalties[k] * weights[k] ** 2) / 2;
    gradient[k] += penalties[k] * weights[k];
    curvature[k * size + k] += penalties[k];
    for (let l = 0; l < k; l++) curvature[l * size + k] = curvature[k * size + l];
  }
  return { cost, gradient, curvature };
}

function dot(row: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += row[k] * weights[k];
  return sum;
}

function checkedWidth(choices: readonly Choice[]): number {
  const width = choices[0]?.rows[0]?.length;
  if (width === undefined) throw new RangeError('There is nothing to choose from.');
  for (const { rows, chosen } of choices) {
    if (!(Number.isInteger(chosen) && chosen >= 0 && chosen < rows.length))
      throw new RangeError(`Alternative ${chosen} of ${rows.length} cannot have been chosen.`);
    for (const row of rows) {
      if (row.length !== width) throw new RangeError(`A row has ${width} figures, not ${row.length}.`);
      for (let k = 0; k < width; k++)
        if (!Number.isFinite(row[k])) throw new RangeError(`Figure ${k} of a row is not finite.`);
    }
  }
  return width;
}
