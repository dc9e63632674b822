import type { NabSeries } from './nab-series.ts';

/** A series with the anomaly score that a detector gave to each value. */
export interface Scored {
  readonly series: NabSeries;
  readonly scores: Float64Array;
}

/** The score of a detector over some series. */
export interface NabScore {
  /** 0 for no detection at all, 100 for one at the very start of every window and nowhere else. */
  readonly normalised: number;
  /** From which anomaly score on a value is a detection: chosen over all series, as the benchmark does. */
  readonly threshold: number;
}

/** What was detected in a series from some threshold on. */
export interface Detections {
  /** Windows with a detection. */
  readonly found: number;
  /** Values outside windows that are one. */
  readonly falseAlarms: number;
}

const falsePositiveWeight = 0.11;
const falseNegativeWeight = 1;

/**
 * The score of the Numenta Anomaly Benchmark, standard profile. The first detection in a window counts σ(y)/σ(−1) with
 * σ(y) = 2/(1 + e^5y) − 1 and y from −1 at its start to 0 past its end; a window without one counts −1; a detection
 * outside counts 0.11 σ(y), where y counts the lengths of the last window since its end, −0.11 where there was none.
 * The first 15 % of a series, at most 750 values, do not count. One threshold for all series, the best one.
 * O(n log n) over all values.
 *
 * A. Lavin, S. Ahmad, "Evaluating real-time anomaly detection algorithms: the Numenta anomaly benchmark", ICMLA 2015;
 * details as the published program has them.
 */
export function nabScore(detector: readonly Scored[]): NabScore {
  const points = detector.flatMap(pointsOf).toSorted((a, b) => b.score - a.score);
  const windowCount = detector.reduce((sum, { series }) => sum + series.windows.length, 0);
  const none = -falseNegativeWeight * windowCount;
  const valueOfWindow = new Map<object, number>();
  let total = none;
  let best = { total, threshold: Infinity };
  for (const [index, { score, value, window }] of points.entries()) {
    if (window === undefined) total += value;
    else {
      const before = valueOfWindow.get(window) ?? -falseNegativeWeight;
      valueOfWindow.set(window, Math.max(before, value));
      total += Math.max(0, value - before);
    }
    const isLastOfItsScore = points[index + 1]?.score !== score;
    if (isLastOfItsScore && total > best.total) best = { total, threshold: score };
  }
  return { normalised: (100 * (best.total - none)) / (windowCount - none), threshold: best.threshold };
}

/**
 * The score with thresholds that do not know what they are used for: each folder has the best one of all other folders.
 * `Infinity` detects nothing.
 */
export function leftOutScore(detector: readonly Scored[]): number {
  const folders = Map.groupBy(detector, ({ series }) => folderOf(series));
  let gain = 0;
  for (const own of folders.values()) {
    const { threshold } = nabScore(detector.filter((one) => !own.includes(one)));
    for (const one of own) gain += gainOf(one, threshold);
  }
  return (100 * gain) / detector.reduce((most, one) => most + mostGainOf(one), 0);
}

/** The first of the folders that a series is in. */
export const folderOf = ({ name }: NabSeries): string => name.split('/')[0] ?? '';

/** What was detected with a threshold, where detections count. */
export function detectionsIn(scored: Scored, threshold: number): Detections {
  const detections = pointsOf(scored).filter(({ score }) => score >= threshold);
  const windows = detections.flatMap(({ window }) => window ?? []);
  return { found: new Set(windows).size, falseAlarms: detections.length - windows.length };
}

/** How much more than no detection at all those with a threshold count. */
function gainOf(scored: Scored, threshold: number): number {
  const detections = pointsOf(scored).filter(({ score }) => score >= threshold);
  const byWindow = Map.groupBy(detections, ({ window }) => window);
  let gain = 0;
  for (const [window, inside] of byWindow) {
    const values = inside.map(({ value }) => value);
    gain +=
      window === undefined
        ? values.reduce((sum, value) => sum + value, 0)
        : Math.max(0, ...values) + falseNegativeWeight;
  }
  return gain;
}

const mostGainOf = ({ series }: Scored): number => (1 + falseNegativeWeight) * series.windows.length;

/** What a detection at a value counts. */
interface Point {
  readonly score: number;
  readonly value: number;
  /** Undefined outside windows. */
  readonly window: object | undefined;
}

function pointsOf({ series: { values, windows }, scores }: Scored): Point[] {
  const points: Point[] = [];
  // The same series may have been given twice: windows are told apart by identity.
  const ahead = windows.map((window) => ({ ...window }));
  let last: { readonly end: number; readonly length: number } | undefined;
  for (const [index, score] of scores.entries()) {
    const [window] = ahead;
    const isInside = window !== undefined && window.first <= index;
    if (index >= probationOf(values.length)) {
      if (isInside) {
        const length = window.last - window.first + 1;
        points.push({ score, window, value: sigmoid(-(window.last - index + 1) / length) / sigmoid(-1) });
      } else {
        const pastWindow = last === undefined ? Infinity : (index - last.end) / (last.length - 1);
        points.push({ score, window: undefined, value: falsePositiveWeight * sigmoid(pastWindow) });
      }
    }
    if (isInside && window.last === index) {
      last = { end: index, length: window.last - window.first + 1 };
      ahead.shift();
    }
  }
  return points;
}

/** How many values at the start of a series do not count. */
export const probationOf = (length: number): number => Math.floor(0.15 * Math.min(length, 5000));

/** From 1 well inside a window over 0 at its end to −1 from three lengths past it. */
const sigmoid = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1);
