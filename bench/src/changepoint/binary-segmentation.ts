/**
 * Changes of the mean by halving: the best single change of a stretch, if it explains more of the squares than
 * 2 σ² ln n, and then the same on either side, with σ² from the differences of neighbours. On the values as they are.
 *
 * A. J. Scott, M. Knott, "A cluster analysis method for grouping means in the analysis of variance", Biometrics 30 (1974).
 */
export function binarySegmentation(values: readonly number[]): number[] {
  const sums = [0];
  let squaredSteps = 0;
  for (const [i, value] of values.entries()) {
    sums.push((sums[i] ?? 0) + value);
    squaredSteps += i === 0 ? 0 : (value - (values[i - 1] ?? 0)) ** 2;
  }
  const variance = squaredSteps / (2 * (values.length - 1));
  const least = 2 * variance * Math.log(values.length);
  const explained = (start: number, end: number): number =>
    ((sums[end] ?? 0) - (sums[start] ?? 0)) ** 2 / (end - start);
  const changes: number[] = [];
  const stretches = [{ start: 0, end: values.length }];
  for (let next = stretches.pop(); next !== undefined; next = stretches.pop()) {
    const { start, end } = next;
    let best = { gain: least, at: -1 };
    for (let at = start + 1; at < end; at++) {
      const gain = explained(start, at) + explained(at, end) - explained(start, end);
      if (gain > best.gain) best = { gain, at };
    }
    if (best.at === -1) continue;
    changes.push(best.at);
    stretches.push({ start, end: best.at }, { start: best.at, end });
  }
  return changes.toSorted((a, b) => a - b);
}
