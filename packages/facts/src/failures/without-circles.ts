/**
 * Cuts every circle of a column in which each node points to at most one other: at the smallest of its nodes that may
 * begin a chain, else at its smallest. In place. O(V).
 *
 *     0 -> 1 -> 2 -> 1        1 begins: 0 -> 1, 2 -> 1
 *
 * @param pointsTo by node: another node, or -1
 * @param mayBegin by node: 1 where a chain may begin
 */
export function withoutCircles(pointsTo: Int32Array, mayBegin: Uint8Array): void {
  const walkOf = new Int32Array(pointsTo.length).fill(-1);
  for (let start = 0; start < pointsTo.length; start++) {
    let node = start;
    while (node >= 0 && walkOf[node]! < 0) {
      walkOf[node] = start;
      node = pointsTo[node]!;
    }
    if (node < 0 || walkOf[node] !== start) continue;
    let first = node;
    for (let other = pointsTo[node]!; other !== node; other = pointsTo[other]!) {
      const isBetter = mayBegin[other]! - mayBegin[first]!;
      if (isBetter > 0 || (isBetter === 0 && other < first)) first = other;
    }
    pointsTo[first] = -1;
  }
}
