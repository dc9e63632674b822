import { z } from 'zod';
import type { RunView } from '@faultline/core';
import type { RunSample } from '@faultline/facts';
import { criticalPath, fact } from '@faultline/graph';
import { msOf } from './nanoseconds.ts';

/** What earlier runs say of a step. */
export const criticalitySchema = z.strictObject({
  index: z.number().describe('Criticality index: share of the runs in which it was on the critical path.'),
  tailShare: z.number().describe('Its share of the time of the slowest runs, those from the 95th percentile on.'),
});

type Criticality = z.infer<typeof criticalitySchema>;

/** Criticality over the sampled history of a workflow. */
export interface CriticalityHistory {
  readonly runs: number;
  readonly tailRuns: number;
  /** The 95th percentile of the makespan, from which on a run counts as slow. */
  readonly p95Ms: number;
  of(stepId: string): Criticality;
}

/** Fewer runs have no 95th percentile among them. */
export const enoughRuns = 20;

/**
 * In how many of the sampled runs each step was critical, and what it had of the slow ones. `undefined`: there are fewer
 * than twenty. O(V + E) of all of them, once for a history.
 *
 * R. M. Van Slyke, "Monte Carlo methods and the PERT problem", Operations Research 11 (1963), for the index, here over
 * runs as they were instead of drawn ones.
 */
export const criticalityOf = (
  sample: RunSample,
  { workflowId, definition, options }: RunView,
): CriticalityHistory | undefined => {
  const runs = sample.runsOf(workflowId, definition, options);
  return runs.length < enoughRuns ? undefined : historyOf(runs);
};

const historyOf = fact((runs: readonly RunView[]): CriticalityHistory => {
  const makespansNs = Float64Array.from(runs, ({ fromNs, untilNs }) => untilNs - fromNs).toSorted();
  // The smallest of the slowest twentieth.
  const p95Ns = makespansNs[Math.ceil(0.95 * runs.length) - 1]!;
  const criticalRuns = new Map<string, number>();
  const tailNs = new Map<string, number>();
  let [tailRuns, wholeTailNs] = [0, 0];
  for (const run of runs) {
    const makespanNs = run.untilNs - run.fromNs;
    const isSlow = makespanNs >= p95Ns;
    if (isSlow) {
      tailRuns++;
      wholeTailNs += makespanNs;
    }
    for (const [stepId, ns] of ownTimes(run)) {
      criticalRuns.set(stepId, (criticalRuns.get(stepId) ?? 0) + 1);
      if (isSlow) tailNs.set(stepId, (tailNs.get(stepId) ?? 0) + ns);
    }
  }
  return {
    runs: runs.length,
    tailRuns,
    p95Ms: msOf(p95Ns),
    of: (stepId) => ({
      index: (criticalRuns.get(stepId) ?? 0) / runs.length,
      tailShare: wholeTailNs === 0 ? 0 : (tailNs.get(stepId) ?? 0) / wholeTailNs,
    }),
  };
});

/** By step on the critical path: the time that it owned itself, without what it called. */
function ownTimes(run: RunView): Map<string, number> {
  const { node, fromNs, toNs } = criticalPath(run);
  const own = new Map<string, number>();
  for (let at = 0; at < node.length; at++) {
    const execution = run.executions[node[at]!];
    if (execution === undefined) continue;
    own.set(execution.stepId, (own.get(execution.stepId) ?? 0) + toNs[at]! - fromNs[at]!);
  }
  return own;
}
