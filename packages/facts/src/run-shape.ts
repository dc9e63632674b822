import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import { hasNotRun } from './failures/has-not-run.ts';
import { stepIndex } from './step-index.ts';

/** Two steps, the first before the second. */
export interface StepPair {
  readonly from: string;
  readonly to: string;
}

/** A barrier between more pairs of steps says little about any of them. */
const mostPairsOfJoin = 1024;

/**
 * Which step needed which, each pair once: an execution of `to` needed one of `from`, and that was recorded or declared.
 * Barriers between more than 1,024 pairs of steps are left out. O(E).
 */
export const stepEdgesOf = fact((run: RunView): readonly StepPair[] => {
  const { ids, stepOf } = stepIndex(run);
  const seen = new Set<number>();
  const pairs: StepPair[] = [];
  const add = (from: number, to: number): void => {
    const pair = from * ids.length + to;
    if (seen.has(pair)) return;
    seen.add(pair);
    pairs.push({ from: ids[from]!, to: ids[to]! });
  };
  const { from, to } = run.edges;
  for (const [row, { kind }] of run.dependencies.entries())
    if (kind === 'needs') add(stepOf[from[row]!]!, stepOf[to[row]!]!);
  for (const { sources, targets } of joinsOf(run)) {
    if (sources.size * targets.size > mostPairsOfJoin) continue;
    for (const source of sources) for (const target of targets) add(source, target);
  }
  return pairs;
});

/**
 * Which step began directly after which, by their first executions. A step that never ran followed none, and none followed
 * it: with all steps run it is a chain through them. O(V).
 */
export const successionsOf = fact((run: RunView): readonly StepPair[] => {
  const { ids, stepOf } = stepIndex(run);
  const hasRun = new Uint8Array(ids.length);
  for (let node = 0; node < run.executionCount; node++) if (!hasNotRun(run, node)) hasRun[stepOf[node]!] = 1;
  return ids.slice(1).flatMap((to, index) => (hasRun[index] && hasRun[index + 1] ? [{ from: ids[index]!, to }] : []));
});

/** The steps on both sides of each barrier, by number. Its rows follow those of the dependencies. */
function joinsOf(run: RunView): Iterable<{ readonly sources: Set<number>; readonly targets: Set<number> }> {
  const { stepOf } = stepIndex(run);
  const { from, to } = run.edges;
  const joins = run.joins.map(() => ({ sources: new Set<number>(), targets: new Set<number>() }));
  for (let row = run.dependencies.length; row < from.length; row++) {
    const [source, target] = [from[row]!, to[row]!];
    if (target >= run.executionCount) joins[target - run.executionCount]!.sources.add(stepOf[source]!);
    else joins[source - run.executionCount]!.targets.add(stepOf[target]!);
  }
  return joins;
}
