import { hasTimes, type RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import { callsOf } from './calls-of.ts';
import { failureTypeOf } from './failure-type.ts';

/**
 * By node that timed out: the call inside for which it waited when it gave up, where that had taken half of its time or more.
 * O(V), remembered.
 *
 *     agent   : =========x      timed out
 *       plan  :  =
 *       search:   =======x      timed out, was cut off, or ran until then: agent waited for it
 */
export const awaitedCallees = fact((run: RunView): ReadonlyMap<number, number> => {
  const awaited = new Map<number, number>();
  // Who waited how long shows in no time that was made up.
  if (!hasTimes(run)) return awaited;
  for (let node = 0; node < run.executionCount; node++) {
    if (typeOf(run, node) !== 'timeout') continue;
    const callee = stuckCallee(run, node);
    const whole = run.endNs[node]! - run.startNs[node]!;
    if (callee >= 0 && whole > 0 && run.endNs[node]! - run.startNs[callee]! >= LEAST_SHARE * whole)
      awaited.set(node, callee);
  }
  return awaited;
});

/** Who waited for less of its time lost it elsewhere. Chosen. */
const LEAST_SHARE = 0.5;

/**
 * The call inside that timed out, was cut off, or ran until its caller gave up or longer; of several the one that timed out,
 * then the one that began first. -1: none, or the caller went on after it.
 */
function stuckCallee(run: RunView, caller: number): number {
  let found = -1;
  let lastWorkNs = -Infinity;
  for (const call of callsOf(run).get(caller) ?? []) {
    if (run.isAsync[call] === 1 || run.startNs[call]! >= run.endNs[caller]!) continue;
    const { status } = run.executions[call]!;
    const type = typeOf(run, call);
    const isOpen = status === 'running' || run.endNs[call]! >= run.endNs[caller]!;
    if (!isOpen && status === 'completed') lastWorkNs = run.startNs[call]!;
    const isStuck = type === 'timeout' || type === 'cancelled' || (isOpen && status !== 'skipped');
    if (isStuck && (found < 0 || (type === 'timeout' && typeOf(run, found) !== 'timeout'))) found = call;
  }
  return found >= 0 && lastWorkNs >= run.endNs[found]! ? -1 : found;
}

const typeOf = (run: RunView, node: number): string | undefined => failureTypeOf(run.executions[node]!)?.type;
