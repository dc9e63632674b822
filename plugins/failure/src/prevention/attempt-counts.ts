import { hasTimes, type RunView } from '@faultline/core';
import { attemptChains, failureTypeOf, outcomeOf } from '@faultline/facts';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { isOfInput } from './failure-kinds.ts';
import { roundedUp } from './rounded-up.ts';

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

/** Which failures count: those of the input, those of everything else, or all. */
export type FailureKind = 'input' | 'other' | 'any';

/**
 * Counts the attempts at a step that failed in one way, in earlier runs, and in this one as far as those do not tell. O(its
 * executions), once for each history.
 *
 * @param run `undefined`: earlier runs alone
 */
export function countsOf(stepId: string, kind: FailureKind, history: readonly RunView[], run?: RunView): AttemptCounts {
  const earlier = earlierCounts(history, stepId, kind);
  // A run that was learned is not counted twice.
  if (run === undefined || history.some(({ id }) => id === run.id)) return earlier;
  const own = countsIn([run], stepId, kind);
  const hasFurther = earlier.further > 0;
  return {
    ...earlier,
    further: hasFurther ? earlier.further : own.further,
    furtherFailed: hasFurther ? earlier.furtherFailed : own.furtherFailed,
    most: Math.max(earlier.most, own.most),
    pausesMs: told(earlier.pausesMs, own.pausesMs),
    completedMs: told(earlier.completedMs, own.completedMs),
    failedMs: told(earlier.failedMs, own.failedMs),
  };
}

/** Of one run the longest time stands for all, in one digit: then runs that fail alike are alike, and simulated once. */
function told(earlierMs: readonly number[], ownMs: readonly number[]): readonly number[] {
  if (earlierMs.length > 0 || ownMs.length === 0) return earlierMs;
  return [
    roundedUp(
      ownMs.reduce((one, other) => Math.max(one, other)),
      1,
    ),
  ];
}

function earlierCounts(history: readonly RunView[], stepId: string, kind: FailureKind): AttemptCounts {
  const known = countsByStep(history);
  const key = `${kind} ${stepId}`;
  let counts = known.get(key);
  if (counts === undefined) known.set(key, (counts = countsIn(history, stepId, kind)));
  return counts;
}

const countsByStep = fact((_history: readonly RunView[]) => new Map<string, AttemptCounts>());

function countsIn(runs: readonly RunView[], stepId: string, kind: FailureKind): AttemptCounts {
  const counts = {
    first: 0,
    firstFailed: 0,
    further: 0,
    furtherFailed: 0,
    ...inARow(runs, stepId, kind),
    most: 1,
    mostEarlier: 1,
    pausesMs: new Array<number>(),
    completedMs: new Array<number>(),
    failedMs: new Array<number>(),
  };
  for (const run of runs) {
    const isTimed = hasTimes(run);
    for (const execution of run.executionsOf(stepId)) {
      const { status, attempt } = execution;
      const hasSoFailed = hasFailed(execution) && isOfKind(execution, kind);
      if (!hasFailed(execution) && status !== 'completed') continue;
      const times = hasSoFailed ? counts.failedMs : counts.completedMs;
      if (isTimed && (hasSoFailed || status === 'completed')) times.push(Math.max(0, run.durationMs(execution)));
      if (attempt > 1) continue;
      counts.first++;
      if (hasSoFailed) counts.firstFailed++;
    }
    for (const { stepId: tried, attempts } of attemptChains(run)) {
      if (tried !== stepId) continue;
      counts.most = Math.max(counts.most, new Set(attempts.map(({ attempt }) => attempt)).size);
      for (const [at, attempt] of attempts.entries()) {
        // Rounds that nobody told apart share a number. What came before may have no record.
        const before = attempts[at - 1];
        const isFurther = attempt.attempt > (before?.attempt ?? 1);
        if (!isFurther || (before !== undefined && !hasFailed(before))) continue;
        if (isTimed && before !== undefined)
          counts.pausesMs.push(Math.max(0, attempt.startMs - before.startMs - run.durationMs(before)));
        // After one that failed in this way.
        if (before !== undefined && !isOfKind(before, kind)) continue;
        if (!hasFailed(attempt) && attempt.status !== 'completed') continue;
        counts.further++;
        if (hasFailed(attempt)) counts.furtherFailed++;
      }
    }
  }
  return { ...counts, mostEarlier: counts.most };
}

const hasFailed = ({ status }: StepExecution): boolean => status === 'failed' || status === 'retrying';

const isOfKind = (execution: StepExecution, kind: FailureKind): boolean =>
  kind === 'any' || isOfInput(failureTypeOf(execution)?.type) === (kind === 'input');

/** How failures follow each other from run to run. Of a sample of runs neighbours are those nearest in time. */
function inARow(
  runs: readonly RunView[],
  stepId: string,
  kind: FailureKind,
): Pick<AttemptCounts, 'afterFailed' | 'failedAfterFailed'> {
  const ends = runs
    .map((run) => ({
      startMs: run.startMs,
      outcome: outcomeOf(run, stepId),
      hasFailed: hasFailedIn(run, stepId, kind),
    }))
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'completed')
    .toSorted((a, b) => a.startMs - b.startMs);
  const after = ends.filter((_, at) => ends[at - 1]?.hasFailed === true);
  return { afterFailed: after.length, failedAfterFailed: after.filter((end) => end.hasFailed).length };
}

const hasFailedIn = (run: RunView, stepId: string, kind: FailureKind): boolean =>
  outcomeOf(run, stepId) === 'failed' &&
  run.executionsOf(stepId).some((execution) => hasFailed(execution) && isOfKind(execution, kind));
