import type { RunView } from '@faultline/core';
import type { StepEdits } from './edit-plan.ts';
import { itemChains } from './item-chains.ts';

/** How attempts at a step went: what a further attempt is expected to do. */
export interface AttemptRecord {
  /** Share of further attempts that completed; of all attempts where there were no further ones. */
  readonly successRate: number;
  /** How many that rate is from. */
  readonly attempts: number;
  readonly completedMs: number;
  readonly failedMs: number;
  /** Between two attempts. */
  readonly backoffMs: number;
}

/**
 * The record of a step over runs, as it would be after changes to its time: what takes longer than it may then has failed.
 * Where nothing completed (or failed), durations of the others stand in. O(V).
 */
export function attemptRecord(
  runs: readonly RunView[],
  stepId: string,
  { durationMs, factor, timeoutMs = Infinity }: StepEdits = { factor: 1 },
): AttemptRecord {
  const completed = new Mean();
  const failed = new Mean();
  const backoff = new Mean();
  let [first, firstCompleted, further, furtherCompleted] = [0, 0, 0, 0];
  for (const run of runs) {
    for (const { executions } of itemChains(run, stepId)) {
      for (const [at, execution] of executions.entries()) {
        if (execution.status !== 'completed' && execution.status !== 'failed') continue;
        const takenMs = (durationMs ?? run.durationMs(execution)) * factor;
        const isCompleted = execution.status === 'completed' && takenMs <= timeoutMs;
        (isCompleted ? completed : failed).add(Math.min(takenMs, timeoutMs));
        if (at === 0) {
          first++;
          if (isCompleted) firstCompleted++;
          continue;
        }
        further++;
        if (isCompleted) furtherCompleted++;
        const before = executions[at - 1];
        backoff.add(Math.max(0, execution.startMs - (before.endMs ?? execution.startMs)));
      }
    }
  }
  const [rated, succeeded] = further > 0 ? [further, furtherCompleted] : [first, firstCompleted];
  return {
    successRate: rated === 0 ? 0 : succeeded / rated,
    attempts: rated,
    completedMs: completed.value ?? failed.value ?? 0,
    failedMs: failed.value ?? completed.value ?? 0,
    backoffMs: backoff.value ?? 0,
  };
}

class Mean {
  #count = 0;
  #sum = 0;

  add(value: number): void {
    this.#count++;
    this.#sum += value;
  }

  /** `undefined`: of nothing. */
  get value(): number | undefined {
    return this.#count === 0 ? undefined : this.#sum / this.#count;
  }
}
