/**
 * The most that is held at once. What ends at an instant has given back what it held when something else starts at it; what
 * has no length holds it for that instant. O(V log V).
 */
export function peakDemand(startNs: Float64Array, endNs: Float64Array, demand: Float64Array): number {
  const byStart: number[] = [];
  const byEnd: number[] = [];
  for (let node = 0; node < demand.length; node++) {
    if (!(demand[node] > 0)) continue;
    byStart.push(node);
    if (endNs[node] > startNs[node]) byEnd.push(node);
  }
  // Of what starts at an instant, that without length comes last: the others are held by then.
  byStart.sort((a, b) => startNs[a] - startNs[b] || endNs[b] - endNs[a]);
  byEnd.sort((a, b) => endNs[a] - endNs[b]);
  let [held, peak, ended] = [0, 0, 0];
  for (const node of byStart) {
    for (; ended < byEnd.length && endNs[byEnd[ended]] <= startNs[node]; ended++) held -= demand[byEnd[ended]];
    peak = Math.max(peak, held + demand[node]);
    if (endNs[node] > startNs[node]) held += demand[node];
  }
  return peak;
}
