/**
 * How many times as much the mean of many consecutive scores varies as that of as many independent ones, when each
 * depends on the one before it: (1 + ρ) / (1 − ρ) for a correlation ρ of neighbours, from 1 (ρ <= 0) to 199 (ρ >= 0.99).
 * The correlation is told from differences, which a change of level hardly touches:
 *
 *     ρ = mean (z[i] − z[i−2])² / mean (z[i] − z[i−1])² − 1
 *
 *     independent scores -> 1; with ρ = 0.5 -> 3; a level that moves once -> nearly what it was; a smooth trend -> 199
 *
 * After S. Chakar, E. Lebarbier, C. Lévy-Leduc, S. Robin, "A robust approach for estimating change-points in the mean of
 * an AR(1) process", Bernoulli 23 (2017), who take medians; normal scores have no outliers, and means vary less. O(n).
 */
export function longRunVarianceRatio(scores: Float64Array): number {
  const ratio = meanSquaredDifference(scores, 2) / meanSquaredDifference(scores, 1);
  // Nothing differs, or there are too few scores.
  if (!Number.isFinite(ratio)) return 1;
  const correlation = Math.min(0.99, Math.max(0, ratio - 1));
  return (1 + correlation) / (1 - correlation);
}

function meanSquaredDifference(scores: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < scores.length; i++) sum += (scores[i] - scores[i - lag]) ** 2;
  return sum / Math.max(0, scores.length - lag);
}
