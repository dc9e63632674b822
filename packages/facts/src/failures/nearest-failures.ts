import type { RunView } from '@faultline/core';
import { hasNotRun } from './has-not-run.ts';
import { needsOf, nextAttempts } from './needs.ts';

/**
 * By node: the failure, or the step that one kept from running, that is nearest among what it needs. -1: none. Goes through
 * what was kept from running, and through nothing else: what ran stands between. Breadth first, so that of several the
 * nearest wins, and of those the first node. O(V + E).
 *
 *     fetch x  ->  parse /  ->  rank /  ->  mail =        parse: fetch, rank: parse, mail: rank
 *
 * @param failed nodes, ascending
 */
export function nearestFailures(run: RunView, failed: readonly number[]): Int32Array {
  const next = nextAttempts(run);
  const { offsets, targets } = needsOf(run).dependants;
  const nearest = new Int32Array(run.size).fill(-1);
  // An attempt that was tried again decides nothing.
  const final = failed.filter((node) => next[node]! < 0);
  const reached: number[] = [...final];
  for (const [node, of] of namedByEngine(run, final)) {
    nearest[node] = of;
    if (isPassage(run, node)) reached.push(node);
  }
  for (let done = 0; done < reached.length; done++) {
    const node = reached[done]!;
    // A join stands for the one that reached it.
    const source = node < run.executionCount ? node : nearest[node]!;
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge++) {
      const target = targets[edge]!;
      const isKnown = nearest[target]! >= 0;
      if (!isKnown) nearest[target] = source;
      if (!isKnown && isPassage(run, target)) reached.push(target);
    }
  }
  return nearest;
}

/** Whether a failure goes through a node without it failing of its own. */
const isPassage = (run: RunView, node: number): boolean => node >= run.executionCount || hasNotRun(run, node);

/** What the workflow engine wrote down, for runs without edges: the last failure of the step that it names. */
function* namedByEngine(run: RunView, final: readonly number[]): Generator<readonly [node: number, of: number]> {
  const lastOf = new Map<string, number>();
  for (const node of final) lastOf.set(run.executions[node]!.stepId, node);
  for (let node = 0; node < run.executionCount; node++) {
    const { dependenciesFailed = [] } = run.executions[node]!;
    const of = dependenciesFailed.map((on) => lastOf.get(on) ?? -1).find((found) => found >= 0);
    if (of !== undefined && of !== node) yield [node, of];
  }
}
