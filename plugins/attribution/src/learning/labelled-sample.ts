import { textHash } from '@faultline/stats';
import { z } from 'zod';
import { labelledStepsSchema, type LabelledSteps } from './labelled-steps.ts';

/** How many labelled runs a sample keeps at most. */
export const mostRuns = 400;
/** How many steps these have together at most: with 126 figures each some 2 MB, and some seconds of learning. */
export const mostSteps = 4000;
/** A run with more is left out: a few of them would leave no room for others. */
export const mostStepsOfRun = 400;

/** What the learner of decisive steps keeps. */
export const labelledSampleSchema = z.strictObject({
  below: z.int().nonnegative().describe('It holds every labelled run whose id has a hash below this one.'),
  tooLong: z.int().nonnegative().describe('Labelled runs with too many steps.'),
  runs: z.array(labelledStepsSchema).describe('In order of the hashes of their ids.'),
});

/** See `labelledSampleSchema`. */
export interface LabelledSample extends z.infer<typeof labelledSampleSchema> {}

/** A sample that has seen no run. The bound is above every hash of 32 bits. */
export const emptyLabelledSample = (): LabelledSample => ({ below: 2 ** 32, tooLong: 0, runs: [] });

/** Adds a labelled run, once however often. O(k). */
export function addToLabelledSample(into: LabelledSample, run: LabelledSteps): void {
  if (run.candidates.length > mostStepsOfRun) into.tooLong++;
  else {
    insert(into.runs, run);
    trim(into);
  }
}

/**
 * Joins two samples: all runs with hashes below the smaller of both bounds, as far as there is room. The bound is the smallest
 * hash at which all runs up to it are too many or too long together, so that it depends on the set of runs alone, neither on
 * order nor grouping. O(k²), in practice O(k).
 */
export function mergeLabelledSamples(into: LabelledSample, from: LabelledSample): void {
  into.tooLong += from.tooLong;
  into.below = Math.min(into.below, from.below);
  for (const run of from.runs) insert(into.runs, run);
  trim(into);
}

/** Whether a run is in it. `undefined`: it may have been, before there was no more room. O(k). */
export function isInLabelledSample({ runs, below }: LabelledSample, runId: string): boolean | undefined {
  if (runs.some((run) => run.runId === runId)) return true;
  return textHash(runId) < below ? false : undefined;
}

/** Two labels of one run are two entries, the same label twice is one. */
function insert(runs: LabelledSteps[], run: LabelledSteps): void {
  let at = runs.length;
  while (at > 0 && order(run, runs[at - 1]!) < 0) at--;
  if (at === 0 || order(run, runs[at - 1]!) !== 0) runs.splice(at, 0, run);
}

/** Runs with one hash are rare enough to be compared as text. */
function order(a: LabelledSteps, b: LabelledSteps): number {
  const byHash = textHash(a.runId) - textHash(b.runId);
  if (byHash !== 0) return byHash;
  const [text, other] = [JSON.stringify(a), JSON.stringify(b)];
  return text < other ? -1 : Number(text > other);
}

function trim(into: LabelledSample): void {
  let steps = 0;
  for (const [at, { runId, candidates }] of into.runs.entries()) {
    steps += candidates.length;
    if (at >= mostRuns || steps > mostSteps) {
      into.below = Math.min(into.below, textHash(runId));
      break;
    }
  }
  const kept = into.runs.findIndex(({ runId }) => textHash(runId) >= into.below);
  if (kept >= 0) into.runs.length = kept;
}
