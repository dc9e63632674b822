/**
 * The known name that takes the fewest insertions, deletions and replacements of characters; of several the first in
 * order. `undefined`: each would take more than about a third of its characters, so none is what was meant.
 * O(total length of the names * length of the name).
 *
 *     nearestName('ftech', ['fetch', 'parse']) // 'fetch'
 *     nearestName('ftech', ['a']) // undefined
 *
 * V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals" (1966).
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const longer = Math.max(name.length, candidate.length);
    // No closer than their lengths are: a name that cannot be near is not compared.
    if (longer - Math.min(name.length, candidate.length) > mostDifferences(longer)) continue;
    const distance = editDistance(name, candidate);
    if (distance > mostDifferences(longer) || distance > least) continue;
    if (distance === least && nearest !== undefined && nearest <= candidate) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

/** Of names so long; a single character has nothing in common with another. */
const mostDifferences = (length: number): number => Math.min(Math.ceil(length / 3), length - 1);

/** Row by row through the table of distances between beginnings. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[j] + 1, row[j - 1] + 1));
    }
    above = row;
  }
  return above[b.length];
}
