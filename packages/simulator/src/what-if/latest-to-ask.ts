/** When those asked that went before, by how much they took. */
export class LatestToAsk {
  /** Amounts ascend, times descend: what asked no later and took no more than another says nothing. */
  readonly #amounts: number[] = [];
  readonly #timesNs: number[] = [];

  /** When the last asked of those that took so much or more; `-Infinity` if none did. O(log n) for n different amounts. */
  atLeast(amount: number): number {
    return this.#timesNs[this.#placeOf(amount)] ?? -Infinity;
  }

  /** O(n), and O(log n) where all take the same. */
  add(amount: number, askedNs: number): void {
    if (this.atLeast(amount) >= askedNs) return;
    const place = this.#placeOf(amount);
    let first = place;
    while (first > 0 && this.#timesNs[first - 1] <= askedNs) first--;
    const isSame = this.#amounts[place] === amount;
    this.#amounts.splice(first, place - first + Number(isSame), amount);
    this.#timesNs.splice(first, place - first + Number(isSame), askedNs);
  }

  /** Of the first that is not less. */
  #placeOf(amount: number): number {
    let [low, high] = [0, this.#amounts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#amounts[middle] < amount) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
