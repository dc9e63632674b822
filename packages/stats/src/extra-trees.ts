import { seededRandom } from './seeded-random.ts';

/**
 * A tree as columns, so that it is plain JSON: node i asks whether figure `feature[i]` is at most `threshold[i]` and goes on at
 * `low[i]`, else at `low[i] + 1`. A leaf has the feature -1 and its share of positive rows as threshold.
 */
export interface ExtraTree {
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly low: readonly number[];
}

/** How trees are grown. */
export interface ExtraTreesOptions {
  readonly trees?: number;
  /** No leaf has fewer rows. */
  readonly leafSize?: number;
  /** The share of the figures that are tried for each split. */
  readonly tried?: number;
  /** The same seed and rows make the same trees. */
  readonly seed?: number;
}

/**
 * Learns from rows of figures which of them are positive: trees that split all rows, each time at the best of some random
 * thresholds, one for each of some random figures (best: lowest Gini impurity). The mean over trees is smooth where a single
 * tree is not. O(trees × rows × figures × depth).
 *
 *     extraTreesProbability(extraTrees(rows, labels), [3, 0.5]) // 0.82
 *
 * P. Geurts, D. Ernst, L. Wehenkel, "Extremely randomized trees", Machine Learning 63 (2006).
 *
 * @throws RangeError if there are no rows, as many labels as rows, or rows differ in length
 */
export function extraTrees(
  rows: readonly ArrayLike<number>[],
  labels: readonly boolean[],
  { trees = 100, leafSize = 5, tried = 0.3, seed = 0 }: ExtraTreesOptions = {},
): readonly ExtraTree[] {
  const width = rows[0]?.length;
  if (width === undefined || rows.length !== labels.length || rows.some(({ length }) => length !== width))
    throw new RangeError(
      `Trees are grown of rows of one length with a label each, not ${rows.length} and ${labels.length}.`,
    );
  const random = seededRandom(seed);
  const triedCount = Math.max(1, Math.round(width * tried));
  return Array.from({ length: trees }, () => grown(rows, labels, triedCount, leafSize, random));
}

/** How likely a row is positive: the mean share over the leaves it falls in. O(trees × depth). */
export function extraTreesProbability(trees: readonly ExtraTree[], row: ArrayLike<number>): number {
  let total = 0;
  for (const { feature, threshold, low } of trees) {
    let node = 0;
    while (feature[node] >= 0) node = row[feature[node]] <= threshold[node] ? low[node] : low[node] + 1;
    total += threshold[node];
  }
  return total / trees.length;
}

/** One tree, breadth first. Rows of a node are those from `start` to `end` of `order`. */
function grown(
  rows: readonly ArrayLike<number>[],
  labels: readonly boolean[],
  triedCount: number,
  leafSize: number,
  random: () => number,
): ExtraTree {
  const order = Uint32Array.from(rows, (_, i) => i);
  const feature: number[] = [-1];
  const threshold: number[] = [0];
  const low: number[] = [-1];
  const starts = [0];
  const ends = [rows.length];
  for (let node = 0; node < feature.length; node++) {
    const members = order.subarray(starts[node], ends[node]);
    const positives = members.reduce((count, row) => count + Number(labels[row]), 0);
    threshold[node] = rounded(positives / members.length);
    if (positives === 0 || positives === members.length || members.length < 2 * leafSize) continue;
    const split = bestSplit(rows, labels, members, triedCount, leafSize, random);
    if (split === undefined) continue;
    const middle = starts[node] + partitioned(members, (row) => rows[row][split.feature] <= split.threshold);
    feature[node] = split.feature;
    threshold[node] = split.threshold;
    low[node] = feature.length;
    for (const [start, end] of [
      [starts[node], middle],
      [middle, ends[node]],
    ]) {
      feature.push(-1);
      threshold.push(0);
      low.push(-1);
      starts.push(start);
      ends.push(end);
    }
  }
  return { feature, threshold, low };
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
}

/** The purest of the splits at one random threshold for each of some random figures. Figures without variation do not count. */
function bestSplit(
  rows: readonly ArrayLike<number>[],
  labels: readonly boolean[],
  members: Uint32Array,
  triedCount: number,
  leafSize: number,
  random: () => number,
): Split | undefined {
  const features = Uint32Array.from({ length: rows[0].length }, (_, i) => i);
  let best: Split | undefined;
  let lowest = Infinity;
  for (let at = 0, left = triedCount; at < features.length && left > 0; at++) {
    const drawn = at + Math.floor(random() * (features.length - at));
    [features[at], features[drawn]] = [features[drawn], features[at]];
    const feature = features[at];
    let least = Infinity;
    let most = -Infinity;
    for (const row of members) {
      least = Math.min(least, rows[row][feature]);
      most = Math.max(most, rows[row][feature]);
    }
    if (!(least < most)) continue;
    left--;
    const threshold = rounded(least + random() * (most - least));
    const impurity = impurityOf(rows, labels, members, feature, threshold, leafSize);
    if (impurity < lowest) {
      lowest = impurity;
      best = { feature, threshold };
    }
  }
  return best;
}

/** The Gini impurity of the two parts, weighed by their sizes; infinite where one is smaller than a leaf may be. */
function impurityOf(
  rows: readonly ArrayLike<number>[],
  labels: readonly boolean[],
  members: Uint32Array,
  feature: number,
  threshold: number,
  leafSize: number,
): number {
  const counts = [0, 0];
  const positives = [0, 0];
  for (const row of members) {
    const side = rows[row][feature] <= threshold ? 0 : 1;
    counts[side]++;
    if (labels[row]) positives[side]++;
  }
  if (Math.min(...counts) < leafSize) return Infinity;
  return counts.reduce((sum, count, side) => sum + positives[side] * (1 - positives[side] / count), 0);
}

/** Moves what is low to the front, in place. Returns how many there are. */
function partitioned(members: Uint32Array, isLow: (row: number) => boolean): number {
  const lows = members.filter(isLow);
  const highs = members.filter((row) => !isLow(row));
  members.set(lows);
  members.set(highs, lows.length);
  return lows.length;
}

/** Six digits, so that what is stored is small and what was trained is what is read back. */
const rounded = (value: number): number => Number(value.toPrecision(6));
