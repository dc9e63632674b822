import type { RunView } from '@faultline/core';
import { attemptChains, outcomeOf } from '@faultline/facts';
import { fact } from '@faultline/graph';

/** What attempts at a step did, in earlier runs and in this one. */
export interface AttemptCounts {
  /** First attempts, of earlier runs only: this one is looked at because it failed. */
  readonly first: number;
  /** The most attempts at one item, of earlier runs only. */
  readonly mostEarlier: number;
  readonly firstFailed: number;
  /** Attempts after one that had failed. */
  readonly further: number;
  readonly furtherFailed: number;
  /** Runs after one in which it failed for good, in order of time. */
  readonly afterFailed: number;
  readonly failedAfterFailed: number;
  /** The most attempts at one item. */
  readonly most: number;
  readonly pausesMs: readonly number[];
  readonly completedMs: readonly number[];
  readonly failedMs: readonly number[];
}

/**
 * Counts the attempts at a step in earlier runs, and in this one. O(its executions), once for each history.
 *
 * @param run `undefined`: earlier runs alone
 */
export function countsOf(stepId: string, history: readonly RunView[], run?: RunView): AttemptCounts {
  const earlier = earlierCounts(history, stepId);
  // A run that was learned is not counted twice.
  if (run === undefined || history.some(({ id }) => id === run.id)) return earlier;
  const own = countsIn([run], stepId);
  return {
    ...earlier,
    further: earlier.further + own.further,
    furtherFailed: earlier.furtherFailed + own.furtherFailed,
    most: Math.max(earlier.most, own.most),
    pausesMs: [...earlier.pausesMs, ...own.pausesMs],
    completedMs: [...earlier.completedMs, ...own.completedMs],
    failedMs: [...earlier.failedMs, ...own.failedMs],
  };
}

function earlierCounts(history: readonly RunView[], stepId: string): AttemptCounts {
  const known = countsByStep(history);
  let counts = known.get(stepId);
  if (counts === undefined) known.set(stepId, (counts = countsIn(history, stepId)));
  return counts;
}

const countsByStep = fact((_history: readonly RunView[]) => new Map<string, AttemptCounts>());

function countsIn(runs: readonly RunView[], stepId: string): AttemptCounts {
  const counts = {
    first: 0,
    firstFailed: 0,
    further: 0,
    furtherFailed: 0,
    ...inARow(runs, stepId),
    most: 1,
    mostEarlier: 1,
    pausesMs: new Array<number>(),
    completedMs: new Array<number>(),
    failedMs: new Array<number>(),
  };
  for (const run of runs) {
    for (const execution of run.executionsOf(stepId)) {
      const { status, attempt } = execution;
      const hasFailed = status === 'failed' || status === 'retrying';
      if (!hasFailed && status !== 'completed') continue;
      (hasFailed ? counts.failedMs : counts.completedMs).push(Math.max(0, run.durationMs(execution)));
      if (attempt > 1) counts.further++;
      else counts.first++;
      if (hasFailed && attempt > 1) counts.furtherFailed++;
      else if (hasFailed) counts.firstFailed++;
    }
    for (const { stepId: tried, attempts } of attemptChains(run)) {
      if (tried !== stepId) continue;
      counts.most = Math.max(counts.most, attempts.length);
      for (const [at, { startMs }] of attempts.entries()) {
        const before = attempts[at - 1];
        if (before !== undefined) counts.pausesMs.push(Math.max(0, startMs - before.startMs - run.durationMs(before)));
      }
    }
  }
  return { ...counts, mostEarlier: counts.most };
}

/** How failures follow each other from run to run. Of a sample of runs neighbours are those nearest in time. */
function inARow(runs: readonly RunView[], stepId: string): Pick<AttemptCounts, 'afterFailed' | 'failedAfterFailed'> {
  const ends = runs
    .map((run) => ({ startMs: run.startMs, outcome: outcomeOf(run, stepId) }))
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'completed')
    .toSorted((a, b) => a.startMs - b.startMs);
  const after = ends.filter((_, at) => ends[at - 1]?.outcome === 'failed');
  return { afterFailed: after.length, failedAfterFailed: after.filter(({ outcome }) => outcome === 'failed').length };
}
