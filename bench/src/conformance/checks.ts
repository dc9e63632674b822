/** One figure of a case: what its source states, and what was computed. */
export interface Check {
  readonly figure: string;
  readonly expected: string;
  readonly found: string;
  /** Where they differ on purpose: the number of the decision in ADR 0004, and what makes it apply here. */
  readonly decision?: Decision;
}

/** A documented difference. */
export interface Decision {
  readonly number: number;
  readonly reason: string;
}

/** All figures of one fixture. */
export interface Case {
  readonly suite: string;
  readonly name: string;
  readonly checks: readonly Check[];
}

/** A figure by name, in the order of the names: `A 50, B 10`. Whatever is 0 is left out. */
export const figuresText = (figures: Iterable<readonly [name: string, figure: number]>): string =>
  [...figures]
    .filter(([, figure]) => figure !== 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, figure]) => `${name} ${figure}`)
    .join(', ');
