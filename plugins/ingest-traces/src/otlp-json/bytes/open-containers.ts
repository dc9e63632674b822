/** What is around spans, from the outside in. Even: a list. */
export const CONTAINER = {
  exports: 0,
  export: 1,
  envelope: 3,
  resources: 2,
  resource: 5,
  scopes: 4,
  scope: 7,
  spans: 6,
} as const;

/** The objects and lists around a place in a document, outermost first. Never more than eight: that is how OTLP nests. */
export class OpenContainers {
  depth = 0;
  readonly #kind = new Uint8Array(8);
  /** Members or elements that were read. */
  readonly #count = new Uint32Array(8);
  /** Bits that `isNew` has met. */
  readonly #seen = new Uint8Array(8);
  readonly #name = Array.from({ length: 8 }, () => '');

  /** What the innermost is; see `CONTAINER`. */
  get kind(): number {
    return this.#kind[this.depth - 1]!;
  }

  get isList(): boolean {
    return this.kind % 2 === 0;
  }

  /** Members or elements of the innermost that were read. */
  get count(): number {
    return this.#count[this.depth - 1]!;
  }

  /** Says that one more was read. */
  countOne(): void {
    this.#count[this.depth - 1]!++;
  }

  /** `name`: of the member of which it is the value; empty where it is none. */
  open(kind: number, name: string): void {
    this.#kind[this.depth] = kind;
    this.#count[this.depth] = 0;
    this.#seen[this.depth] = 0;
    this.#name[this.depth] = name;
    this.depth++;
  }

  /** Closes the innermost, which then was read. */
  close(): void {
    this.depth--;
    if (this.depth > 0) this.countOne();
  }

  /** Whether something has been met in the innermost that may come once. `what`: a bit. */
  hasMet(what: number): boolean {
    return (this.#seen[this.depth - 1]! & what) !== 0;
  }

  /** Says that something was met that may come once. False: it came before. */
  isNew(what: number): boolean {
    if (this.hasMet(what)) return false;
    this.#seen[this.depth - 1]! |= what;
    return true;
  }

  /** Names and places down to the innermost, `[0].resourceSpans[1].scopeSpans[0]`, then a further name. */
  pathTo(name: string): string {
    return `${this.#path(this.depth)}.${name}`.replace(/^\./, '');
  }

  /** Names and places down to the resource. */
  get resourcePath(): string {
    return this.#path(this.#kind.subarray(0, this.depth).indexOf(CONTAINER.resource) + 1).replace(/^\./, '');
  }

  #path(depth: number): string {
    let path = '';
    for (let level = 0; level < depth; level++) {
      if (this.#name[level] !== '') path += `.${this.#name[level]}`;
      if (this.#kind[level]! % 2 === 0 && level + 1 < depth) path += `[${this.#count[level]}]`;
    }
    return path;
  }
}
