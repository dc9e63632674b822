import { runSchema, type Run } from '@faultline/model';
import { z } from 'zod';

/** How many runs of a workflow a sample keeps at most. */
export const mostSampledRuns = 100;
/** How many executions these have together at most. */
export const mostSampledExecutions = 20_000;

const workflowSampleSchema = z.strictObject({
  runs: z.int().nonnegative().describe('Runs that were small enough to be sampled.'),
  tooLarge: z.int().nonnegative().describe('Runs that were not.'),
  below: z.int().nonnegative().describe('The sample holds every run with a hash below this one.'),
  sample: z.array(z.tuple([z.int().nonnegative(), runSchema]).readonly()),
});

/** What the run sample learner keeps. Merging is exact: see `mergeRunSamples`. */
export const runSampleStateSchema = z.strictObject({
  workflows: z.record(z.string(), workflowSampleSchema).describe('By keyOf(workflow).'),
});

/** The sample of one workflow. */
export interface WorkflowSample extends z.infer<typeof workflowSampleSchema> {}
/** The samples of all workflows. */
export interface RunSampleState extends z.infer<typeof runSampleStateSchema> {}
type Entry = WorkflowSample['sample'][number];

/** Above every hash of 32 bits. */
const allHashes = 2 ** 32;

/** A sample that has seen no run. */
export const emptyRunSample = (): WorkflowSample => ({ runs: 0, tooLarge: 0, below: allHashes, sample: [] });

/** Adds a run, which is made only where it is kept. O(k). */
export function addToRunSample(into: WorkflowSample, hash: number, run: () => Run): void {
  into.runs++;
  if (hash >= into.below) return;
  insert(into.sample, [hash, run()]);
  trim(into);
}

/**
 * Joins two samples: all runs with hashes below the smaller of both bounds, as far as there is room. The bound is the
 * smallest hash at which all runs up to it are too many or too large together, so that it depends on the set of runs
 * alone, neither on order nor grouping. O(k²), in practice O(k).
 *
 *     room for 3; hashes 2 4 7 below 9, and 1 4 below 5   ->   1 2 4 4 are too many at 4: 1 2 below 4
 */
export function mergeRunSamples(into: WorkflowSample, from: WorkflowSample): void {
  into.runs += from.runs;
  into.tooLarge += from.tooLarge;
  into.below = Math.min(into.below, from.below);
  for (const entry of from.sample) insert(into.sample, entry);
  trim(into);
}

function insert(sample: Entry[], entry: Entry): void {
  let at = sample.length;
  while (at > 0 && isBefore(entry, sample[at - 1]!)) at--;
  sample.splice(at, 0, entry);
}

/** Runs with one hash are rare enough to be compared as text. */
const isBefore = ([hash, run]: Entry, [otherHash, otherRun]: Entry): boolean =>
  hash < otherHash || (hash === otherHash && JSON.stringify(run) < JSON.stringify(otherRun));

function trim(into: WorkflowSample): void {
  let executions = 0;
  for (const [at, [hash, run]] of into.sample.entries()) {
    executions += run.executions.length;
    if (at >= mostSampledRuns || executions > mostSampledExecutions) {
      into.below = Math.min(into.below, hash);
      break;
    }
  }
  const kept = into.sample.findIndex(([hash]) => hash >= into.below);
  if (kept >= 0) into.sample.length = kept;
}
