import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { awaitedCallees } from './awaited-callees.ts';
import { cancellingSiblings } from './cancelling-siblings.ts';
import { failureTypeOf } from './failure-type.ts';
import { hasNotRun } from './has-not-run.ts';
import { mendedAttempts } from './mended-attempts.ts';
import { nearestFailures } from './nearest-failures.ts';
import { nextAttempts, previousAttempts } from './needs.ts';
import { withoutCircles } from './without-circles.ts';

/** How a failure came from one execution to another. */
export const failureLinks = ['none', 'callee', 'dependency', 'attempt', 'caller', 'sibling'] as const;
/**
 * `callee`: what it called failed. `dependency`: what it needed failed, or did not run. `attempt`: it is a further attempt.
 * `caller`: its caller gave up, and it was cancelled. `sibling`: another call of its caller had failed, and it was cancelled.
 */
export type FailureLink = (typeof failureLinks)[number];

/** Why each execution of a run failed, or did not run, as columns by node. */
export interface FailureCauses {
  /** 1: failed, and be it that it was tried again. */
  readonly hasFailed: Uint8Array;
  /** The node because of which it failed or did not run. -1: it did neither, or began it. */
  readonly cause: Int32Array;
  /** Index into `failureLinks`: how it came from there. */
  readonly link: Uint8Array;
  /** Between 0 and 1: how sure that link is. */
  readonly confidence: Float64Array;
  /** The node at the end of the chain of causes; its own node where the chain begins. -1: no failure. */
  readonly root: Int32Array;
}

/**
 * From every effect one step back to its cause, for all executions of a run together. O(V log V + E), ties by node, which is by
 * (start, end, id).
 *
 *     agent     : =========x      agent > search#2: what it called failed
 *       search  :  ==x            search#2 > search: a further attempt
 *       search#2:     ==x         search: began it
 *     report    :          /      report > agent: what it needed failed
 *
 * - A call fails because of the call inside that failed last, unless work went on after that for another reason.
 * - A step fails because of a failed dependency where the engine says so or its kind of failure is what a missing input
 *   makes: what timed out or was cut off from a service did that by itself. An attempt after which one succeeded, given the
 *   same, lacked nothing.
 * - What was skipped or never begun did not run because of the nearest failure that it needed.
 * - What was cancelled inside of a call that gave up was cancelled by it; but a call that timed out waiting for what it then
 *   cancelled failed because of that.
 * - What was cancelled beside a call that had failed was cancelled for that.
 */
export const failureCauses = fact((run: RunView): FailureCauses => {
  const columns = emptyColumns(run);
  const { hasFailed, cause, link, confidence, root } = columns;
  const failed = failedNodes(run);
  for (const node of failed) hasFailed[node] = 1;
  if (failed.length === 0) return columns;

  const because = (node: number, of: number, how: FailureLink, sure: number): void => {
    cause[node] = of;
    link[node] = failureLinks.indexOf(how);
    confidence[node] = sure;
  };
  const callees = decisiveCallees(run, failed, hasFailed);
  const nearest = nearestFailures(run, failed);
  const previous = previousAttempts(run);
  const mended = mendedAttempts(run);
  const siblings = cancellingSiblings(run, failed);
  for (const node of failed) {
    const callee = callees[node]!;
    const dependency = nearest[node]!;
    const before = previous[node]!;
    const caller = cancellingCaller(run, node, hasFailed);
    if (caller >= 0) because(node, caller, 'caller', 0.8);
    else if (callee >= 0) because(node, callee, 'callee', saysTheSame(run, node, callee) ? 0.95 : 0.8);
    else if (dependency >= 0 && mended[node] === 0 && isMadeByMissingInput(run, node, dependency))
      because(node, dependency, 'dependency', namesDependency(run, node, dependency) ? 0.95 : 0.7);
    else if (siblings[node]! >= 0) because(node, siblings[node]!, 'sibling', 0.7);
    else if (before >= 0 && hasFailed[before] === 1) because(node, before, 'attempt', 0.9);
  }
  for (let node = 0; node < run.executionCount; node++) {
    const of = nearest[node]!;
    if (hasNotRun(run, node) && of >= 0) because(node, of, 'dependency', namesDependency(run, node, of) ? 0.95 : 0.8);
  }
  // Where recorded dependencies go in circles, so would the causes.
  withoutCircles(cause, hasFailed);
  rootsOf(cause, hasFailed, root);
  return columns;
});

/**
 * The chain of causes of one execution, itself first and the root last. Empty: it did not fail, nor was it kept from running
 * by a failure. O(length of the chain).
 */
export function causeChain(run: RunView, execution: StepExecution): readonly StepExecution[] {
  const { cause, root } = failureCauses(run);
  const chain: StepExecution[] = [];
  let node = run.nodeOf(execution);
  if (node < 0 || root[node]! < 0) return chain;
  for (; node >= 0; node = cause[node]!) chain.push(run.executions[node]!);
  return chain;
}

function emptyColumns({ executionCount: size }: RunView): FailureCauses {
  return {
    hasFailed: new Uint8Array(size),
    cause: new Int32Array(size).fill(-1),
    link: new Uint8Array(size),
    confidence: new Float64Array(size),
    root: new Int32Array(size).fill(-1),
  };
}

function failedNodes(run: RunView): readonly number[] {
  const nodes: number[] = [];
  for (let node = 0; node < run.executionCount; node++) {
    const { status } = run.executions[node]!;
    if (status === 'failed' || status === 'retrying') nodes.push(node);
  }
  return nodes;
}

/** By node: the failed call inside it that made it fail. -1: none. */
function decisiveCallees(run: RunView, failed: readonly number[], hasFailed: Uint8Array): Int32Array {
  const next = nextAttempts(run);
  const awaited = awaitedCallees(run);
  const callees = new Int32Array(run.executionCount).fill(-1);
  for (const node of failed) {
    const caller = run.parent[node]!;
    if (caller < 0 || hasFailed[caller] === 0 || run.isAsync[node] === 1 || next[node]! >= 0) continue;
    const isAwaited = awaited.get(caller) === node;
    if (typeOf(run, node) === 'cancelled' && !isAwaited) continue;
    const known = callees[caller]!;
    if (known >= 0 && awaited.get(caller) === known) continue;
    if (known < 0 || isAwaited || run.endNs[node]! > run.endNs[known]!) callees[caller] = node;
  }
  const lastWork = lastCompletedStarts(run, callees);
  for (let caller = 0; caller < callees.length; caller++) {
    const callee = callees[caller]!;
    if (callee < 0) continue;
    // The caller went on after it, and failed of something else.
    if (lastWork[caller]! >= run.endNs[callee]! && !saysTheSame(run, caller, callee)) callees[caller] = -1;
  }
  return callees;
}

/** By node: when the last completed call inside it began; -Infinity where none did. Only for callers that are looked at. */
function lastCompletedStarts(run: RunView, callees: Int32Array): Float64Array {
  const starts = new Float64Array(run.executionCount).fill(-Infinity);
  for (let node = 0; node < run.executionCount; node++) {
    const caller = run.parent[node]!;
    if (caller < 0 || callees[caller]! < 0 || run.executions[node]!.status !== 'completed') continue;
    // Nodes come in order of their start.
    starts[caller] = run.startNs[node]!;
  }
  return starts;
}

/** The caller that took back what it had asked for, because it failed itself, and not of waiting for it. -1: none. */
function cancellingCaller(run: RunView, node: number, hasFailed: Uint8Array): number {
  const caller = run.parent[node]!;
  if (caller < 0 || hasFailed[caller] === 0 || awaitedCallees(run).get(caller) === node) return -1;
  return typeOf(run, node) === 'cancelled' ? caller : -1;
}

const typeOf = (run: RunView, node: number): string | undefined => failureTypeOf(run.executions[node]!)?.type;

/** Whether two failures are one that was passed on: of one type that somebody named, or with one message. */
function saysTheSame(run: RunView, a: number, b: number): boolean {
  const [one, other] = [run.executions[a]!, run.executions[b]!];
  const message = other.error?.message ?? '';
  if (message !== '' && (one.error?.message ?? '').includes(message)) return true;
  const type = typeOf(run, a);
  return type === typeOf(run, b) && type !== 'unknown_error';
}

/** What happens to a step by itself, whatever it was given. */
const ownFailures: ReadonlySet<string> = new Set([
  'timeout',
  'resource_exhaustion',
  'external_service_error',
  'cancelled',
]);

const isMadeByMissingInput = (run: RunView, node: number, dependency: number): boolean =>
  run.endNs[dependency]! <= run.endNs[node]! &&
  (namesDependency(run, node, dependency) || !ownFailures.has(typeOf(run, node) ?? ''));

/** Whether the workflow engine itself wrote down that it was this. */
function namesDependency(run: RunView, node: number, dependency: number): boolean {
  const { dependenciesFailed = [] } = run.executions[node]!;
  return dependenciesFailed.includes(run.executions[dependency]!.stepId) || typeOf(run, node) === 'dependency_failure';
}

/** Follows the causes to their ends; each node is walked over twice. What ends at no failure has no root. */
function rootsOf(cause: Int32Array, hasFailed: Uint8Array, root: Int32Array): void {
  const unknown = -2;
  root.fill(unknown);
  for (let start = 0; start < cause.length; start++) {
    let end = start;
    while (root[end] === unknown && cause[end]! >= 0) end = cause[end]!;
    const found = root[end] === unknown ? (hasFailed[end] === 1 ? end : -1) : root[end]!;
    root[end] = found;
    for (let node = start; root[node] === unknown; node = cause[node]!) root[node] = found;
  }
}
