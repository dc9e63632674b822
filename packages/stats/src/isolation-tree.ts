/** A tree in columns; node 0 is the root. */
export interface IsolationTree {
  /** What is compared with the split; −1 in a leaf. */
  readonly feature: Int32Array;
  /** Rows below it go to the first child, all others to the second. */
  readonly split: Float64Array;
  /** The first child; the second one follows it. */
  readonly child: Int32Array;
  /** 1 where the second child was made of more rows: missing figures go there. */
  readonly isSecondLarger: Uint8Array;
  /** Splits above a leaf, and those it was spared. */
  readonly length: Float64Array;
}

/** The mean number of splits that tell a row from the others: those above its leaf, and those the leaf was spared. */
export function pathLength(
  { feature, split, child, isSecondLarger, length }: IsolationTree,
  row: ArrayLike<number>,
): number {
  let node = 0;
  while (feature[node] >= 0) {
    const value = row[feature[node]];
    const isSecond = Number.isNaN(value) ? isSecondLarger[node] : Number(value >= split[node]);
    node = child[node] + isSecond;
  }
  return length[node];
}

/** Grows trees of the same rows, each of another sample. */
export class TreeGrower {
  readonly #rows: readonly ArrayLike<number>[];
  readonly #sampleSize: number;
  readonly #random: () => number;
  /** All rows in some order; the sample of a tree comes first, the rows of each of its nodes side by side. */
  readonly #order: Uint32Array;
  readonly #features: Uint32Array;
  #low = 0;
  #high = 0;

  constructor(rows: readonly ArrayLike<number>[], featureCount: number, sampleSize: number, random: () => number) {
    this.#rows = rows;
    this.#sampleSize = sampleSize;
    this.#random = random;
    this.#order = Uint32Array.from(rows, (_, index) => index);
    this.#features = Uint32Array.from({ length: featureCount }, (_, index) => index);
  }

  grow(): IsolationTree {
    drawFirst(this.#order, this.#sampleSize, this.#random);
    const mostNodes = 2 * this.#sampleSize - 1;
    const feature = new Int32Array(mostNodes).fill(-1);
    const split = new Float64Array(mostNodes);
    const child = new Int32Array(mostNodes);
    const isSecondLarger = new Uint8Array(mostNodes);
    const length = new Float64Array(mostNodes);
    const mostSplits = Math.ceil(Math.log2(this.#sampleSize));
    const waiting = [{ node: 0, start: 0, end: this.#sampleSize, splits: 0 }];
    let nodes = 1;
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, start, end, splits } = next;
      const chosen = splits < mostSplits ? this.#varyingFeature(start, end) : -1;
      if (chosen === -1) {
        length[node] = splits + meanPathLength(end - start);
        continue;
      }
      const at = between(this.#low, this.#high, this.#random());
      const middle = this.#partition(start, end, chosen, at);
      feature[node] = chosen;
      split[node] = at;
      child[node] = nodes;
      isSecondLarger[node] = Number(end - middle > middle - start);
      waiting.push(
        { node: nodes, start, end: middle, splits: splits + 1 },
        { node: nodes + 1, start: middle, end, splits: splits + 1 },
      );
      nodes += 2;
    }
    return { feature, split, child, isSecondLarger, length };
  }

  /** A random feature of those that vary among rows, with its range in `low` and `high`; −1 if none does. */
  #varyingFeature(start: number, end: number): number {
    for (let left = this.#features.length; left > 0; left--) {
      const drawn = Math.floor(this.#random() * left);
      const feature = this.#features[drawn];
      this.#low = Infinity;
      this.#high = -Infinity;
      for (let i = start; i < end; i++) {
        const value = this.#rows[this.#order[i]][feature];
        if (value < this.#low) this.#low = value;
        if (value > this.#high) this.#high = value;
      }
      if (this.#low < this.#high) return feature;
      // Not drawn again for this node: its place is taken by the last one that may be.
      this.#features[drawn] = this.#features[left - 1];
      this.#features[left - 1] = feature;
    }
    return -1;
  }

  /** Sorts rows into those below a value of a feature and the others, and gives the place where the others begin. */
  #partition(start: number, end: number, feature: number, at: number): number {
    const order = this.#order;
    let below = 0;
    let above = 0;
    for (let i = start; i < end; i++) {
      const value = this.#rows[order[i]][feature];
      if (value < at) below++;
      else if (value >= at) above++;
    }
    const isMissingBelow = below >= above;
    let first = start;
    let last = end;
    while (first < last) {
      const value = this.#rows[order[first]][feature];
      if (Number.isNaN(value) ? isMissingBelow : value < at) first++;
      else {
        last--;
        const row = order[first];
        order[first] = order[last];
        order[last] = row;
      }
    }
    return first;
  }
}

/** A value above `low`, so that a row lies on either side. */
function between(low: number, high: number, share: number): number {
  const value = low * (1 - share) + high * share;
  return value > low ? Math.min(value, high) : high;
}

/** Moves a sample without replacement to the front. */
function drawFirst(order: Uint32Array, count: number, random: () => number): void {
  for (let i = 0; i < count; i++) {
    const drawn = i + Math.floor(random() * (order.length - i));
    const row = order[drawn];
    order[drawn] = order[i];
    order[i] = row;
  }
}

/** The mean number of comparisons of an unsuccessful search in a binary search tree of `count` values. */
export function meanPathLength(count: number): number {
  if (count <= 2) return count - 1;
  return 2 * (Math.log(count - 1) + eulerGamma) - (2 * (count - 1)) / count;
}

const eulerGamma = 0.5772156649015329;
