import type { RunView } from '@faultline/core';
import { attemptRecord, type AttemptRecord } from './attempt-record.ts';
import { bootstrapped } from './bootstrap.ts';
import { editPlan } from './edit-plan.ts';
import type { Edit } from './edit.ts';
import { intervalOf, type Interval } from './interval.ts';
import { poolSizes } from './pool-model.ts';
import { runOutcomes, type RunOutcomes } from './run-outcomes.ts';
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
  readonly runs: number;
  readonly before: HistoryFigures;
  readonly after: HistoryFigures;
  /** Of the mean. With 95 % confidence, as far as the runs are like those to come. */
  readonly gainMs: Interval;
  /** That the mean gets better. */
  readonly probabilityOfGain: number;
  /** Where the mean of new runs will lie after the change, with 95 % confidence: with their luck, and that of those known. */
  readonly newMeanMs: Interval & { readonly newRuns: number };
  /** In how many runs a step now fails for good that did not. */
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
 * O(runs * (outcomes * (V + E) + replicates)). Throws FAULTLINE_USAGE for edits that cannot be applied, and for no runs.
 *
 * B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 8 and 13.
 */
export function whatIfOverHistory(
  runs: readonly RunView[],
  edits: Iterable<Edit>,
  { seed = 0, pools = new Map(), replicates = 1000, newRuns = runs.length }: WhatIfHistoryOptions = {},
): WhatIfHistory {
  if (runs.length === 0) throw new RangeError('There is no history of no runs.');
  // In an order of their own, so that draws do not depend on how they came.
  const ordered = runs.toSorted((a, b) => a.startMs - b.startMs || a.untilMs - b.untilMs || (a.id < b.id ? -1 : 1));
  const plan = editPlan(edits, knownSteps(ordered));
  const records = new Map<string, AttemptRecord>();
  const recordOf = (stepId: string): AttemptRecord => {
    let record = records.get(stepId);
    if (record === undefined) records.set(stepId, (record = attemptRecord(ordered, stepId)));
    return record;
  };
  const settings = {
    seed,
    pools: poolSizes(ordered, plan, pools),
    recordOf,
    most: 64,
    draws: Math.max(8, Math.ceil(2000 / runs.length)),
  };
  const all = ordered.map((run) => runOutcomes(run, plan, settings));
  const replicated = bootstrapped(all, { seed, replicates, newRuns });
  const beforeMs = all.map((one) => ({ value: one.beforeMs, weight: 1 }));
  const afterMs = all.flatMap(({ outcomes }) =>
    outcomes.map((one) => ({ value: one.afterMs, weight: one.probability })),
  );
  const gainMs = meanOf(all.map(({ gainMs: gain }) => gain));
  const before = { meanMs: meanOf(beforeMs.map(({ value }) => value)), ...quantilesOf(beforeMs) };
  const after = { meanMs: before.meanMs - gainMs, ...quantilesOf(afterMs) };
  return {
    runs: runs.length,
    before,
    after,
    gainMs: intervalOf(gainMs, replicated.gainMs),
    probabilityOfGain: replicated.gainMs.filter((gain) => gain > 0).length / replicates,
    newMeanMs: {
      ...intervalOf(
        after.meanMs,
        replicated.newMeanErrorMs.map((error) => after.meanMs + error),
      ),
      newRuns,
    },
    failingRuns: all.filter(({ fails }) => fails).length,
    notes: notesOf(all),
  };
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
