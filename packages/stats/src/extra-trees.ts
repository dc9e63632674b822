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
  const table: Table = {
    columns: Array.from({ length: width }, (_, feature) => Float64Array.from(rows, (row) => row[feature])),
    labels: Uint8Array.from(labels, Number),
    triedCount: Math.max(1, Math.round(width * tried)),
    leafSize,
  };
  return Array.from({ length: trees }, () => grown(table, random));
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

/** What all trees are grown of: figures by column, since splits look at many rows of one figure. */
interface Table {
  readonly columns: readonly Float64Array[];
  /** 1: positive. */
  readonly labels: Uint8Array;
  readonly triedCount: number;
  readonly leafSize: number;
}

/** One tree, breadth first. Rows of a node are those from `start` to `end` of `order`. */
function grown(table: Table, random: () => number): ExtraTree {
  const { columns, labels, leafSize } = table;
  const order = Uint32Array.from(labels, (_, i) => i);
  const feature: number[] = [-1];
  const threshold: number[] = [0];
  const low: number[] = [-1];
  const starts = [0];
  const ends = [order.length];
  for (let node = 0; node < feature.length; node++) {
    const members = order.subarray(starts[node], ends[node]);
    let positives = 0;
    for (const row of members) positives += labels[row];
    threshold[node] = positives / members.length;
    if (positives === 0 || positives === members.length || members.length < 2 * leafSize) continue;
    const split = bestSplit(table, members, positives, random);
    if (split === undefined) continue;
    const column = columns[split.feature];
    const middle = starts[node] + partitioned(members, (row) => column[row] <= split.threshold);
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
  { columns, labels, triedCount, leafSize }: Table,
  members: Uint32Array,
  positives: number,
  random: () => number,
): Split | undefined {
  const features = Uint32Array.from(columns, (_, i) => i);
  let best: Split | undefined;
  let lowest = Infinity;
  for (let at = 0, left = triedCount; at < features.length && left > 0; at++) {
    const drawn = at + Math.floor(random() * (features.length - at));
    [features[at], features[drawn]] = [features[drawn], features[at]];
    const column = columns[features[at]];
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < members.length; i++) {
      const figure = column[members[i]];
      if (figure < least) least = figure;
      if (figure > most) most = figure;
    }
    if (!(least < most)) continue;
    left--;
    const threshold = least + random() * (most - least);
    let lows = 0;
    let positiveLows = 0;
    for (let i = 0; i < members.length; i++) {
      // Without a branch: whether a figure is low is a toss-up.
      const isLow = Number(column[members[i]] <= threshold);
      lows += isLow;
      positiveLows += isLow & labels[members[i]];
    }
    const highs = members.length - lows;
    if (lows < leafSize || highs < leafSize) continue;
    const impurity = giniOf(positiveLows, lows) + giniOf(positives - positiveLows, highs);
    if (impurity < lowest) {
      lowest = impurity;
      best = { feature: features[at], threshold };
    }
  }
  return best;
}

/** Half the Gini impurity of a part, times its size. */
const giniOf = (positives: number, count: number): number => positives * (1 - positives / count);

/** Moves what is low to the front, in place. Returns how many there are. */
function partitioned(members: Uint32Array, isLow: (row: number) => boolean): number {
  const lows = members.filter(isLow);
  const highs = members.filter((row) => !isLow(row));
  members.set(lows);
  members.set(highs, lows.length);
  return lows.length;
}
