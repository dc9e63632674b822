import { FaultlineError, type RunView } from '@faultline/core';
import { attemptRecord, type AttemptRecord } from './attempt-record.ts';
import { bootstrapped } from './bootstrap.ts';
import { editPlan } from './edit-plan.ts';
import type { Edit } from './edit.ts';
import { comparable } from './comparable-runs.ts';
import { intervalOf, leastRuns, type Interval } from './interval.ts';
import { poolSizes } from './pool-model.ts';
import { mostEventsVisited, runOutcomes, type RunOutcomes } from './run-outcomes.ts';
import { weightedQuantile } from './weighted-quantile.ts';
import { knownSteps, type WhatIfOptions } from './what-if.ts';

/** How to look at history. */
export interface WhatIfHistoryOptions extends WhatIfOptions {
  /** How often the runs are drawn anew. Default 1000. */
  readonly replicates?: number;
  /** For how many new runs their mean is predicted. Default: as many as there are. */
  readonly newRuns?: number;
}

/** How long runs take. */
export interface HistoryFigures {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Many runs as they were, and as they would have been. */
export interface WhatIfHistory {
  /** Those that have ended, each once. */
  readonly runs: number;
  readonly before: HistoryFigures;
  readonly after: HistoryFigures;
  /** Of the mean. With 95 % confidence, as far as the runs are like those to come. */
  readonly gainMs: Interval;
  /** That the mean gets better. `undefined`: too few runs to say. */
  readonly probabilityOfGain: number | undefined;
  /** Where the mean of new runs will lie after the change, with 95 % confidence: with their luck, and that of those known. */
  readonly newMeanMs: Interval & { readonly newRuns: number };
  /** In how many runs a step now fails for good, or may, that did not. */
  readonly failingRuns: number;
  /** What has to be known to read the figures, with the number of runs each is about. */
  readonly notes: readonly { readonly text: string; readonly runs: number }[];
}

/**
 * What a change would have made of every run of a history, and how sure that is: whole runs are drawn anew, so that steps
 * that are slow together stay together, and each is compared with itself (common random numbers).
 *
 *     before   410  395  520  402           gain of the mean: 33, between 21 and 48
 *     after    380  371  466  378
 *
 * O(runs * (outcomes * (V + E) + replicates)). Throws FAULTLINE_USAGE for edits that cannot be applied, for no runs that have
 * ended, and for options out of bounds.
 *
 * B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 8 and 13.
 */
export function whatIfOverHistory(
  runs: readonly RunView[],
  edits: Iterable<Edit>,
  { seed = 0, pools = new Map(), replicates = 1000, newRuns }: WhatIfHistoryOptions = {},
): WhatIfHistory {
  const { ended, notes } = comparable(runs);
  if (ended.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: runs.length === 0 ? 'There is no history of no runs.' : 'None of the runs has ended.',
      hint: 'Give at least one run that has ended.',
    });
  refuseUnlessCount(replicates, 'The number of replicates');
  const coming = newRuns ?? ended.length;
  refuseUnlessCount(coming, 'The number of new runs');
  // In an order of their own, so that draws do not depend on how they came.
  const ordered = ended.toSorted((a, b) => a.startMs - b.startMs || a.untilMs - b.untilMs || (a.id < b.id ? -1 : 1));
  const plan = editPlan(edits, knownSteps(ordered));
  const records = new Map<string, AttemptRecord>();
  const recordOf = (stepId: string): AttemptRecord => {
    let record = records.get(stepId);
    if (record === undefined) records.set(stepId, (record = attemptRecord(ordered, stepId, plan.steps.get(stepId))));
    return record;
  };
  const settings = {
    seed,
    pools: poolSizes(ordered, plan, pools),
    recordOf,
    most: 64,
    draws: Math.max(8, Math.ceil(2000 / ended.length)),
    mostEvents: mostEventsVisited / ended.length,
  };
  const all = ordered.map((run) => runOutcomes(run, plan, settings));
  const replicated = bootstrapped(all, { seed, replicates, newRuns: coming });
  const beforeMs = all.map((one) => ({ value: one.beforeMs, weight: 1 }));
  const afterMs = all.flatMap(({ outcomes }) =>
    outcomes.map((one) => ({ value: one.afterMs, weight: one.probability })),
  );
  const gainMs = meanOf(all.map(({ gainMs: gain }) => gain));
  const before = { meanMs: meanOf(beforeMs.map(({ value }) => value)), ...quantilesOf(beforeMs) };
  const after = { meanMs: before.meanMs - gainMs, ...quantilesOf(afterMs) };
  return {
    runs: all.length,
    before,
    after,
    gainMs: intervalOf(gainMs, replicated.gainMs, all.length),
    probabilityOfGain:
      all.length < leastRuns ? undefined : replicated.gainMs.filter((gain) => gain > 0).length / replicates,
    newMeanMs: {
      ...intervalOf(
        after.meanMs,
        replicated.newMeanErrorMs.map((error) => after.meanMs + error),
        all.length,
      ),
      newRuns: coming,
    },
    failingRuns: all.filter(({ failProbability }) => failProbability > 0).length,
    notes: [...notes.map((text) => ({ text, runs: all.length })), ...notesOf(all)],
  };
}

function refuseUnlessCount(value: number, subject: string): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `${subject} must be a whole number, 1 or more, not ${value}.`,
      hint: 'It may be left out.',
    });
}

const quantilesOf = (values: readonly { value: number; weight: number }[]): Omit<HistoryFigures, 'meanMs'> => ({
  p50Ms: weightedQuantile(values, 0.5),
  p95Ms: weightedQuantile(values, 0.95),
});

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function notesOf(all: readonly RunOutcomes[]): WhatIfHistory['notes'] {
  const counts = new Map<string, number>();
  for (const { notes } of all) for (const text of notes) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, runs]) => ({ text, runs }))
    .toSorted((a, b) => b.runs - a.runs || (a.text < b.text ? -1 : 1));
}
