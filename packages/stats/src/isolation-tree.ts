/**
 * Trees side by side, each node in 16 bytes that are read together: a score reads a node of each tree and level, and a forest
 * is larger than what a processor has at hand.
 */
export class PackedTrees {
  readonly #roots: number[] = [];
  /** Two of these are a node: the first one is the split, or the length of a leaf. */
  #numbers: Float64Array;
  /** The same memory, four of these a node: the last two are the feature, −1 in a leaf, and the way on. */
  #integers: Int32Array;
  #nodes = 0;

  /** @param mostNodes room for so many to begin with */
  constructor(mostNodes: number) {
    this.#numbers = new Float64Array(2 * mostNodes);
    this.#integers = new Int32Array(this.#numbers.buffer);
  }

  /** Adds the root of a tree, which is a leaf until it is split. */
  addTree(): number {
    this.#roots.push(this.#nodes);
    return this.#addNodes(1);
  }

  /** The mean number of splits that tell a row in this leaf from the others: those above it, and those it was spared. */
  setLength(node: number, length: number): void {
    this.#numbers[2 * node] = length;
  }

  /**
   * Makes two of a leaf: rows below the split go to the first, which is the result, all others to the one after it.
   *
   * @param isSecondLarger whether the second was made of more rows: missing figures go there
   */
  split(node: number, feature: number, at: number, isSecondLarger: boolean): number {
    const child = this.#addNodes(2);
    this.#numbers[2 * node] = at;
    this.#integers[4 * node + 2] = feature;
    this.#integers[4 * node + 3] = 2 * child + Number(isSecondLarger);
    return child;
  }

  /** The sum of the lengths of the leaves that a row comes to. */
  totalLength(row: ArrayLike<number>): number {
    const numbers = this.#numbers;
    const integers = this.#integers;
    let total = 0;
    for (const root of this.#roots) {
      let node = root;
      for (let feature = integers[4 * node + 2]; feature >= 0; feature = integers[4 * node + 2]) {
        const value = row[feature];
        const way = integers[4 * node + 3];
        const isSecond = Number.isNaN(value) ? way & 1 : Number(value >= numbers[2 * node]);
        node = (way >> 1) + isSecond;
      }
      total += numbers[2 * node];
    }
    return total;
  }

  #addNodes(count: number): number {
    const first = this.#nodes;
    this.#nodes += count;
    if (2 * this.#nodes > this.#numbers.length) {
      const larger = new Float64Array(2 * this.#numbers.length + 4);
      larger.set(this.#numbers);
      this.#numbers = larger;
      this.#integers = new Int32Array(larger.buffer);
    }
    for (let node = first; node < this.#nodes; node++) this.#integers[4 * node + 2] = -1;
    return first;
  }
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

  /** Grows one more tree. */
  grow(trees: PackedTrees): void {
    drawFirst(this.#order, this.#sampleSize, this.#random);
    const mostSplits = Math.ceil(Math.log2(this.#sampleSize));
    const waiting = [{ node: trees.addTree(), start: 0, end: this.#sampleSize, splits: 0 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, start, end, splits } = next;
      const chosen = splits < mostSplits ? this.#varyingFeature(start, end) : -1;
      if (chosen === -1) {
        trees.setLength(node, splits + meanPathLength(end - start));
        continue;
      }
      const at = between(this.#low, this.#high, this.#random());
      const middle = this.#partition(start, end, chosen, at);
      const child = trees.split(node, chosen, at, end - middle > middle - start);
      waiting.push(
        { node: child, start, end: middle, splits: splits + 1 },
        { node: child + 1, start: middle, end, splits: splits + 1 },
      );
    }
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
