import type { RunView } from '@faultline/core';

/** The most of a resource that was in use at once, or by one execution that took no time. O(V log V). */
export function mostInUse({ executionCount, startNs, endNs }: RunView, demand: Float64Array): number {
  const changes: { atNs: number; by: number }[] = [];
  for (let node = 0; node < executionCount; node++) {
    if (demand[node] === 0 || endNs[node] <= startNs[node]) continue;
    changes.push({ atNs: startNs[node], by: demand[node] }, { atNs: endNs[node], by: -demand[node] });
  }
  // What is given back at an instant is there for those that ask at that instant.
  changes.sort((a, b) => a.atNs - b.atNs || a.by - b.by);
  let inUse = 0;
  let most = demand.reduce((largest, amount) => Math.max(largest, amount), 0);
  for (const { by } of changes) most = Math.max(most, (inUse += by));
  return most;
}
