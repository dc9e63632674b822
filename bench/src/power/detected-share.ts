/**
 * The share of planted anomalies that score above a threshold which the given share of usual cases exceeds. Where cases tie
 * at the threshold, as many of them count as are needed for exactly that share: the line between two points of the ROC curve.
 *
 *     usual 1, 2, 3, 4   planted 3, 9   at 1/4   ->   threshold 3, detected 1/2
 *
 * T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006). O(n log n).
 */
export function detectedShare(usual: readonly number[], planted: readonly number[], falseAlarmRate: number): number {
  const threshold = thresholdFor(usual, falseAlarmRate);
  const above = shareOf(usual, (score) => score > threshold);
  const tied = shareOf(usual, (score) => score === threshold);
  return (
    shareOf(planted, (score) => score > threshold) +
    ((falseAlarmRate - above) / tied) * shareOf(planted, (score) => score === threshold)
  );
}

/** The score that at most the given share of cases exceeds. */
export function thresholdFor(usual: readonly number[], falseAlarmRate: number): number {
  const allowed = Math.min(Math.floor(falseAlarmRate * usual.length), usual.length - 1);
  return usual.toSorted((a, b) => b - a)[allowed] ?? Infinity;
}

/** The share of cases of which something is true. */
export const shareOf = (scores: readonly number[], isSo: (score: number) => boolean): number =>
  scores.filter(isSo).length / scores.length;
