import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Edge } from '@faultline/model';
import { hasNotRun } from './failures/has-not-run.ts';
import { stepIndex } from './step-index.ts';

/** Two steps, the first before the second. */
export interface StepPair {
  readonly from: string;
  readonly to: string;
}

/** A step that needed another. */
export interface StepEdge extends StepPair {
  /** Whether the definition demands it, whatever else says so. */
  readonly isDeclared: boolean;
}

/** A barrier between more pairs of steps says little about any of them. */
const mostPairsOfJoin = 1024;

/**
 * Which step needed which, each pair once: an execution of `to` needed one of `from`, and that was recorded or declared.
 * Barriers between more than 1,024 pairs of steps are left out. O(E).
 */
export const stepEdgesOf = fact((run: RunView): readonly StepEdge[] => {
  const { ids, stepOf } = stepIndex(run);
  const isDeclared = new Map<number, boolean>();
  const add = (source: number, target: number, origin: Edge['origin']): void => {
    const pair = source * ids.length + target;
    isDeclared.set(pair, origin === 'declared' || isDeclared.get(pair) === true);
  };
  const { from, to } = run.edges;
  for (const [row, { kind, origin }] of run.dependencies.entries())
    if (kind === 'needs') add(stepOf[from[row]!]!, stepOf[to[row]!]!, origin);
  for (const [join, { sources, targets }] of joinsOf(run).entries()) {
    if (sources.size * targets.size > mostPairsOfJoin) continue;
    for (const source of sources) for (const target of targets) add(source, target, run.joins[join]!.origin);
  }
  return Array.from(isDeclared, ([pair, isDemanded]) => ({
    from: ids[Math.floor(pair / ids.length)]!,
    to: ids[pair % ids.length]!,
    isDeclared: isDemanded,
  }));
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

/** Which step called which, each pair once. What never ran called nothing, and was not called. O(V). */
export const stepCallsOf = fact((run: RunView): readonly StepPair[] => {
  const { ids, stepOf } = stepIndex(run);
  const pairs = new Set<number>();
  for (let node = 0; node < run.executionCount; node++) {
    const caller = run.parent[node]!;
    if (caller < 0 || hasNotRun(run, node) || hasNotRun(run, caller)) continue;
    pairs.add(stepOf[caller]! * ids.length + stepOf[node]!);
  }
  return Array.from(pairs, (pair) => ({ from: ids[Math.floor(pair / ids.length)]!, to: ids[pair % ids.length]! }));
});

/** The steps on both sides of each barrier, by number. Its rows follow those of the dependencies. */
function joinsOf(run: RunView): readonly { readonly sources: Set<number>; readonly targets: Set<number> }[] {
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
