import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import { failureCauses } from './failure-causes.ts';
import { needsOf, nextAttempts } from './needs.ts';

/** What a run ended with. */
export interface RunEnd {
  /** By node, joins too. 1: it did not complete, and a result of the run that needed it is missing. */
  readonly missing: Uint8Array;
  /** The steps in which the failures began that ended last, calls inside of others not counted. */
  readonly lastSteps: ReadonlySet<string>;
}

/**
 * What a run ended with. Results are what nobody in the run needs, at the top; one is missing where its last attempt did not
 * complete, and so is what led to it and to nothing that did. O(V + E), remembered.
 *
 *     primary x  ->  polish /  ->  answer =      nothing is missing
 *             \->  report /                     report and primary are
 */
export const runEnd = fact((run: RunView): RunEnd => ({ missing: missingNodes(run), lastSteps: lastSteps(run) }));

function missingNodes(run: RunView): Uint8Array {
  const { dependants, dependencies } = needsOf(run);
  const next = nextAttempts(run);
  const missing = new Uint8Array(run.size);
  const reached: number[] = [];
  const reach = (node: number): void => {
    if (missing[node] === 1 || !isDown(run, node, next)) return;
    missing[node] = 1;
    reached.push(node);
  };
  for (let node = 0; node < run.executionCount; node++)
    if (run.parent[node]! < 0 && dependants.offsets[node] === dependants.offsets[node + 1]) reach(node);
  for (let done = 0; done < reached.length; done++) {
    const node = reached[done]!;
    for (let edge = dependencies.offsets[node]!; edge < dependencies.offsets[node + 1]!; edge++)
      reach(dependencies.targets[edge]!);
  }
  return missing;
}

/** Joins are passed through. */
function isDown(run: RunView, node: number, next: Int32Array): boolean {
  if (node >= run.executionCount) return true;
  const { status } = run.executions[node]!;
  return status !== 'completed' && status !== 'running' && next[node]! < 0;
}

function lastSteps(run: RunView): ReadonlySet<string> {
  const { hasFailed, root } = failureCauses(run);
  const next = nextAttempts(run);
  const steps = new Set<string>();
  let lastNs = -Infinity;
  for (let node = 0; node < run.executionCount; node++) {
    if (hasFailed[node] === 0 || run.parent[node]! >= 0 || next[node]! >= 0 || run.endNs[node]! < lastNs) continue;
    if (run.endNs[node]! > lastNs) steps.clear();
    lastNs = run.endNs[node]!;
    steps.add(run.executions[root[node]!]!.stepId);
  }
  return steps;
}
