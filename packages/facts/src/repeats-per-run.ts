import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import { contentHash } from './content-hash.ts';
import { stepCounts } from './step-figures.ts';
import { stepIndex } from './step-index.ts';

/**
 * How often a step was given the same input within a run, retries not counted: of the input that came most often. By number
 * of the step, see `stepIndex`. 0: it ran less than twice, or without inputs.
 *
 *     search("a"), search("b"), search("b"), answer("c")   ->   search 2, answer 0: it ran once
 *
 * Inputs are looked at, and hashed, only of steps that ran at least twice. O(V + size of these inputs).
 */
export const repeatsPerRun = fact((run: RunView): Int32Array => {
  const { ids, stepOf } = stepIndex(run);
  const { executionsPerRun } = stepCounts(run);
  const most = new Int32Array(ids.length);
  if (executionsPerRun.every((count) => count < 2)) return most;
  const timesOf = Array.from(executionsPerRun, (count) => (count < 2 ? undefined : new Map<number, number>()));
  for (let node = 0; node < run.executionCount; node++) {
    const step = stepOf[node]!;
    const times = timesOf[step];
    if (times === undefined || !isRound(run, node)) continue;
    const input = contentHash(run.executions[node]!.input);
    const count = (times.get(input) ?? 0) + 1;
    times.set(input, count);
    most[step] = Math.max(most[step]!, count);
  }
  return most;
});

/** A first attempt with an input. */
function isRound(run: RunView, node: number): boolean {
  const { status, attempt, input } = run.executions[node]!;
  return attempt === 1 && input !== undefined && status !== 'skipped' && status !== 'pending';
}
