/** A kind of thing that a run has, and in how many earlier runs it was seen. */
export interface SeenKind {
  readonly name: string;
  /** In how many earlier runs. */
  readonly seenIn: number;
  /** How likely a run is to have anything as rare. */
  readonly p: number;
}

/** A kind of which earlier runs may have had more or less: so many rounds of a loop, say. */
export interface GradedKind {
  readonly name: string;
  /** In how many earlier runs there was as much as in this one, or more. */
  readonly seenIn: number;
}

/**
 * How likely a run is to have a kind as rare as one that it has, for each kind that it has: of `runs + 1` runs, those that
 * have anything as rare are at most so many, and each is as likely to be the last as any other.
 *
 *     p = (1 + Σ runs with a kind, over the kinds as rare) / (runs + 1)
 *
 *     200 runs, two edges were seen once, all others always; an edge never seen: p = (1 + 2) / 201
 *
 * Good-Turing's estimate as a p-value: it keeps its promise whatever the kinds and however they go together, because each
 * rare run is counted once for each rare kind that it has. One question for all kinds, so that many kinds cost nothing.
 *
 * V. Vovk, A. Gammerman, G. Shafer, "Algorithmic learning in a random world", Springer 2005, section 2.2, with the rarity
 * of the rarest kind as nonconformity; I. J. Good, Biometrika 40 (1953). O(k log k), and one question for each count.
 *
 * @param present the kinds that this run has, each once
 * @param runsAsRare how many earlier runs, counted for each kind, had one that at most so many of all runs had
 */
export function rarity<Kind extends GradedKind>(
  present: readonly Kind[],
  runsAsRare: (count: number) => number,
  runs: number,
): (Kind & SeenKind)[] {
  const asRare = new Map<number, number>();
  const pOf = (seenIn: number): number => {
    let rare = asRare.get(seenIn);
    // With this run counted, because it is one of those that are compared.
    if (rare === undefined) asRare.set(seenIn, (rare = runsAsRare(seenIn + 1)));
    return Math.min(1, (1 + rare) / (runs + 1));
  };
  return present
    .map((kind) => ({ ...kind, p: pOf(kind.seenIn) }))
    .toSorted((a, b) => a.seenIn - b.seenIn || (a.name < b.name ? -1 : 1));
}
