/** Numbers that come out greatest first (a binary heap). O(log n) for each that goes in or out. */
export class GreatestFirst {
  readonly #heap: number[] = [];

  add(value: number): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (heap[above] >= value) break;
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = value;
  }

  /** The greatest, which is taken out. `undefined`: there is none. */
  take(): number | undefined {
    const heap = this.#heap;
    const greatest = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return greatest;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && heap[below + 1] > heap[below]) below++;
      if (heap[below] <= last) break;
      heap[at] = heap[below];
      at = below;
    }
    heap[at] = last;
    return greatest;
  }
}
