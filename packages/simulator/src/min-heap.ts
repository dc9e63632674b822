/**
 * What comes next: pairs of a key and a number, least key first, of equal keys the least number. Grows as needed.
 * O(log n) to push and to pop.
 */
export class MinHeap {
  #keys: Float64Array;
  #values: Uint32Array;
  #size = 0;

  constructor(capacity = 16) {
    this.#keys = new Float64Array(capacity);
    this.#values = new Uint32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** The least key. `Infinity` if there is none. */
  get key(): number {
    return this.#size === 0 ? Infinity : this.#keys[0];
  }

  /** The number with the least key. Only of a heap that is not empty. */
  get value(): number {
    return this.#values[0];
  }

  clear(): void {
    this.#size = 0;
  }

  push(key: number, value: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    const keys = this.#keys;
    const values = this.#values;
    let at = this.#size++;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (keys[above] < key || (keys[above] === key && values[above] <= value)) break;
      keys[at] = keys[above];
      values[at] = values[above];
      at = above;
    }
    keys[at] = key;
    values[at] = value;
  }

  /** Removes what is least, and gives its number. */
  pop(): number {
    const keys = this.#keys;
    const values = this.#values;
    const least = values[0];
    const size = --this.#size;
    const key = keys[size];
    const value = values[size];
    let at = 0;
    for (let below = 1; below < size; below = 2 * at + 1) {
      const right = below + 1;
      if (
        right < size &&
        (keys[right] < keys[below] || (keys[right] === keys[below] && values[right] < values[below]))
      ) {
        below = right;
      }
      if (key < keys[below] || (key === keys[below] && value <= values[below])) break;
      keys[at] = keys[below];
      values[at] = values[below];
      at = below;
    }
    keys[at] = key;
    values[at] = value;
    return least;
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length);
    const values = new Uint32Array(keys.length);
    keys.set(this.#keys);
    values.set(this.#values);
    this.#keys = keys;
    this.#values = values;
  }
}
