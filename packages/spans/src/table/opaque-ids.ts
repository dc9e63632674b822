const many = 65_536;

/** Ids of any form by small numbers: equal ids have equal numbers, however many there are. */
export class OpaqueIds {
  readonly #texts: string[] = [];
  readonly #known = new Map<string, number>();

  /** So many ids that a table that lives on should start afresh. */
  get isFull(): boolean {
    return this.#texts.length >= many;
  }

  /** The number of an id. */
  of(id: string): number {
    let number = this.#known.get(id);
    if (number === undefined) this.#known.set(id, (number = this.#texts.push(id) - 1));
    return number;
  }

  /** The id of a number. */
  at(number: number): string {
    return this.#texts[number];
  }
}
