import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { firstIndex } from '@faultline/stats';
import { contentHash } from '../content-hash.ts';
import { callsOf } from './calls-of.ts';
import { failureCauses, failureLinks } from './failure-causes.ts';
import { runEnd } from './run-end.ts';
import { needsOf, nextAttempts } from './needs.ts';
import { saysThatItFailed } from './says-that-it-failed.ts';

/**
 * What became of a failure, from what needs most attention to what needs none.
 *
 * - `fatal`: it was the last to fail in a run that failed, or a result of the run is missing because of it
 * - `recovered`: a later attempt, or the same step called again with the same input by the same caller, succeeded
 * - `contained`: its caller, or what needed it, went on, and had to know, whatever became of these
 * - `swallowed`: its caller completed as if nothing had happened, and did nothing after it
 * - `unresolved`: its caller went on, but nobody tried again, was told, or said that something had failed
 */
export const failureFates = ['fatal', 'swallowed', 'unresolved', 'contained', 'recovered'] as const;

/** What became of a failure. */
export type FailureFate = (typeof failureFates)[number];

const dependencyLink = failureLinks.indexOf('dependency');

/**
 * What became of the failure that began at a node. O(effects + calls of its caller).
 *
 * @param members all nodes that go back to it
 * @param last where it got to, see `outermostOf`
 */
export function fateOf(run: RunView, members: readonly number[], last: number): FailureFate {
  if (reachesEnd(run, members)) return 'fatal';
  const later = laterSuccess(run, last);
  if (run.executions[last]!.status === 'completed' || (later && isSameWork(run.executions[last]!, later)))
    return 'recovered';
  const caller = run.parent[last]!;
  if (caller < 0) return fateInRun(run, members, last);
  return run.executions[caller]!.status === 'completed' ? fateInCall(run, last) : 'contained';
}

/**
 * A later call of the same step by the same caller that completed, with the same input before any other. `undefined`: none
 * among the next hundred calls. O(these).
 */
export function laterSuccess(run: RunView, node: number): StepExecution | undefined {
  const execution = run.executions[node]!;
  const later = callsFrom(run, node, MOST_LATER * 5)
    .map((other) => run.executions[other]!)
    .filter(({ stepId, status }) => stepId === execution.stepId && status === 'completed');
  return later.find((other) => isSameWork(execution, other)) ?? later[0];
}

/** The node that the failure of another got to from call to caller, each tried as often as it was. O(its length). */
export function outermostOf(run: RunView, of: number): number {
  const { hasFailed, root } = failureCauses(run);
  const next = nextAttempts(run);
  let node = of;
  // Attempts may have other callers: what goes in circles ends.
  for (let steps = 0; steps < run.executionCount; steps++) {
    const caller = run.parent[node]!;
    if (next[node]! >= 0) node = next[node]!;
    else if (hasFailed[node] === 1 && caller >= 0 && root[caller] === of) node = caller;
    else break;
  }
  return node;
}

/** Whether a result of the run is missing because a failure went on over dependencies, and nothing went on in its place. */
function reachesEnd(run: RunView, members: readonly number[]): boolean {
  const { link } = failureCauses(run);
  const { missing } = runEnd(run);
  if (!members.some((node) => link[node] === dependencyLink && missing[node] === 1)) return false;
  // Without a definition nobody says which of the results matters: a run that completed with another had a fallback.
  return (
    run.status !== 'completed' || run.definition !== undefined || !members.some((node) => isDoneWithout(run, node))
  );
}

/** Whether something that needed it completed. */
function isDoneWithout(run: RunView, node: number): boolean {
  const { offsets, targets } = needsOf(run).dependants;
  return targets
    .subarray(offsets[node], offsets[node + 1])
    .some((target) => run.executions[target]?.status === 'completed');
}

/** Whether a call did what another had not done: by their inputs where both were recorded, else by their items. */
const isSameWork = (one: StepExecution, other: StepExecution): boolean =>
  one.input === undefined || other.input === undefined
    ? one.item === other.item
    : contentHash(one.input) === contentHash(other.input);

function fateInRun(run: RunView, [member]: readonly number[], node: number): FailureFate {
  if (run.status === 'failed') return runEnd(run).lastSteps.has(stepOfRoot(run, member!)) ? 'fatal' : 'contained';
  // A definition says what may fail, and a run that completed has not gone by it: that is for those who check it.
  if (run.status !== 'completed' || run.definition !== undefined) return 'contained';
  return after(run, node).length === 0 ? 'swallowed' : fateAmong(run, node);
}

function stepOfRoot(run: RunView, node: number): string {
  const { root } = failureCauses(run);
  // Members go back to a root; the last attempt, which may still be running, need not.
  return run.executions[root[node]!]!.stepId;
}

/** Inside of a caller that completed. */
function fateInCall(run: RunView, node: number): FailureFate {
  if (after(run, node).length > 0) return fateAmong(run, node);
  return saysThatItFailed(run.executions[run.parent[node]!]!.output) ? 'contained' : 'swallowed';
}

/** After it other calls began. What was not written down may have been told: then nothing is claimed. */
function fateAmong(run: RunView, node: number): FailureFate {
  const { offsets } = needsOf(run).dependants;
  if (offsets[node]! < offsets[node + 1]!) return 'contained';
  const later = after(run, node);
  if (later.length > MOST_LATER || laterSuccess(run, node) !== undefined) return 'contained';
  const caller = run.executions[run.parent[node]!];
  if (saysThatItFailed(caller?.output)) return 'contained';
  let isTold = true;
  for (const other of later) {
    const execution = run.executions[other]!;
    if (speaksOfFailure(execution)) return 'contained';
    if (execution.input === undefined || execution.output === undefined) isTold = false;
  }
  return isTold ? 'unresolved' : 'contained';
}

/** Asked of one execution by many that failed before it. */
const speaksOfFailure = fact(
  ({ input, output }: StepExecution): boolean => saysThatItFailed(input) || saysThatItFailed(output),
);

/** Among more there is always one that speaks of failures. */
const MOST_LATER = 20;

/** The calls of the same caller that began after it had ended, one more than are looked at. */
const after = (run: RunView, node: number): readonly number[] => callsFrom(run, node, MOST_LATER + 1);

function callsFrom(run: RunView, node: number, most: number): readonly number[] {
  const calls = callsOf(run).get(run.parent[node]!) ?? [];
  // Calls come in order of their start.
  const low = firstIndex(calls.length, (index) => run.startNs[calls[index]!]! >= run.endNs[node]!);
  return calls.slice(low, low + most).filter((other) => other !== node && hasBegun(run, other));
}

const hasBegun = (run: RunView, node: number): boolean => {
  const { status } = run.executions[node]!;
  return status !== 'skipped' && status !== 'pending';
};
