/** What is known of one place, as plain figures. */
export interface PlaceFigures {
  readonly place: string;
  /** How many calls it is from where users noticed something. */
  readonly depth: number;
  /** Values of one kind during the incident and before. */
  readonly figures: readonly { readonly before: readonly number[]; readonly during: readonly number[] }[];
}

/** By place: over how many calls it can be reached from a place, at least. What cannot be reached is left out. O(V + E). */
export function depthsFrom(root: string, callees: ReadonlyMap<string, Iterable<string>>): Map<string, number> {
  const depths = new Map([[root, 0]]);
  for (const [place, depth] of depths)
    for (const callee of callees.get(place) ?? []) if (!depths.has(callee)) depths.set(callee, depth + 1);
  return depths;
}
