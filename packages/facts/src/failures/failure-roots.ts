import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { failureCauses } from './failure-causes.ts';
import { awaitedCallees } from './awaited-callees.ts';
import { fateOf, laterSuccess, outermostOf, type FailureFate } from './failure-fate.ts';
import { failureTypeOf, type ToldFailure } from './failure-type.ts';
import { nextAttempts } from './needs.ts';

/** A failure that no other one explains, with everything that it explains. */
export interface FailureRoot {
  /** Where it began: the first attempt that failed. */
  readonly execution: StepExecution;
  /** What kind of failure it was. What was cut off because its caller timed out waiting for it is a timeout. */
  readonly failure: ToldFailure;
  /** The failed attempts at this item of the step that go back to it and to nothing else, itself first. */
  readonly attempts: readonly StepExecution[];
  /** What else failed or did not run because of it, in the order of the run. */
  readonly effects: readonly StepExecution[];
  /** The last attempt at the outermost call that it got to; where that completed, it ended the failure. */
  readonly outermost: StepExecution;
  /** What became of it. */
  readonly fate: FailureFate;
  /** A later call of the outermost by the same caller that completed, be it of other work. */
  readonly laterCall: StepExecution | undefined;
}

/**
 * The failures of a run that began something, in the order of the run. Every execution that failed, or that a failure kept
 * from running, belongs to exactly one. O(V + E), remembered for each run.
 *
 *     fetch  : ==x
 *     fetch#2:    ==x               one root: fetch; attempts fetch, fetch#2; effects parse, rank
 *     parse  :       /   <- fetch
 *     rank   :        /  <- parse
 */
export const failureRoots = fact((run: RunView): readonly FailureRoot[] => {
  const { root } = failureCauses(run);
  const members = new Map<number, number[]>();
  for (let node = 0; node < root.length; node++) {
    const of = root[node]!;
    if (of < 0) continue;
    const known = members.get(of);
    if (known === undefined) members.set(of, [node]);
    else known.push(node);
  }
  return [...members]
    .toSorted(([a], [b]) => a - b)
    .map(([of, nodes]) => {
      const outermost = outermostOf(run, of);
      const attempts = attemptsFrom(run, of);
      const isAttempt = new Set(attempts);
      const effects: StepExecution[] = [];
      for (const node of nodes) if (!isAttempt.has(node)) effects.push(run.executions[node]!);
      return {
        execution: run.executions[of]!,
        failure: failureOf(run, of),
        attempts: attempts.map((node) => run.executions[node]!),
        effects,
        outermost: run.executions[outermost]!,
        fate: fateOf(run, nodes, outermost),
        laterCall: laterSuccess(run, outermost),
      };
    });
});

function failureOf(run: RunView, node: number): ToldFailure {
  // A root has failed, and what has failed is of some type.
  const failure = failureTypeOf(run.executions[node]!)!;
  const isAwaited = awaitedCallees(run).get(run.parent[node]!) === node;
  return failure.type === 'cancelled' && isAwaited ? heldUp : failure;
}

const heldUp: ToldFailure = { type: 'timeout', confidence: 0.8, evidence: 'caller', pattern: undefined };

/** The attempts that failed as the first one did, of itself; itself first. */
function attemptsFrom(run: RunView, of: number): readonly number[] {
  const { cause } = failureCauses(run);
  const next = nextAttempts(run);
  const attempts = [of];
  for (let node = next[of]!; node >= 0 && cause[node] === attempts.at(-1); node = next[node]!) attempts.push(node);
  return attempts;
}
