import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { attemptChains, queuedOrStartedNs } from '@faultline/facts';
import { criticalPath, SEGMENT_KINDS } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';

/** What the time of a run went to, along its critical path. The parts add up to the makespan. */
export const pathSharesSchema = z.strictObject({
  work: z.number().describe('Work that was not in vain, of executions that waited for nobody they called.'),
  callers: z.number().describe('Time of callers outside of what they called: before, between and after it.'),
  waiting: z.number().describe('Between being ready and being started.'),
  retries: z.number().describe('Attempts that were tried again, and the time before the next one.'),
  failed: z.number().describe('Attempts that failed for good.'),
  unexplained: z.number().describe('No step is known to have held up the run.'),
});

type PathShares = z.infer<typeof pathSharesSchema>;

const DELAY = SEGMENT_KINDS.indexOf('delay');
const SELF = SEGMENT_KINDS.indexOf('self');

/** Shares of the makespan; all 0 for a run without length. O(V). */
export function pathShares(run: RunView): PathShares {
  const { node, fromNs, toNs, kind } = criticalPath(run);
  const { isTriedAgain, isRetry } = retries(run);
  const ns = { work: 0, callers: 0, waiting: 0, retries: 0, failed: 0, unexplained: 0 };
  for (let at = 0; at < node.length; at++) {
    const owner = node[at]!;
    const isDelay = kind[at] === DELAY;
    let part: keyof PathShares = 'work';
    if (owner < 0) part = 'unexplained';
    else if (isDelay) part = isRetry.has(owner) ? 'retries' : 'waiting';
    else if (isTriedAgain.has(owner)) part = 'retries';
    else part = partOf(run.executions[owner]!, kind[at] === SELF);
    const waitedNs = part === 'callers' ? queueBefore(run, owner, fromNs[at]!, toNs[at]!, node[at + 1]) : 0;
    ns[part] += toNs[at]! - fromNs[at]! - waitedNs;
    ns.waiting += waitedNs;
  }
  const share = (partNs: number): number => (partNs === 0 ? 0 : partNs / (run.untilNs - run.fromNs));
  return {
    work: share(ns.work),
    callers: share(ns.callers),
    waiting: share(ns.waiting),
    retries: share(ns.retries),
    failed: share(ns.failed),
    unexplained: share(ns.unexplained),
  };
}

/** How long, of a stretch of a caller's time, what it called at its end had stood in a queue. O(calls that begin there). */
function queueBefore(run: RunView, caller: number, fromNs: number, toNs: number, next = -1): number {
  let called = next;
  while (called >= 0 && run.startNs[called] === toNs && run.parent[called] !== caller) called = run.parent[called]!;
  if (called < 0 || run.startNs[called] !== toNs) return 0;
  return toNs - Math.max(fromNs, queuedOrStartedNs(run)[called]!);
}

function partOf({ status }: StepExecution, isSelf: boolean): keyof PathShares {
  if (status === 'failed') return 'failed';
  if (status === 'retrying') return 'retries';
  return isSelf ? 'work' : 'callers';
}

/** Nodes of attempts that were tried again, and of those that came after another. */
function retries(run: RunView): { readonly isTriedAgain: ReadonlySet<number>; readonly isRetry: ReadonlySet<number> } {
  const isTriedAgain = new Set<number>();
  const isRetry = new Set<number>();
  for (const { attempts } of attemptChains(run)) {
    // A chain has at least one attempt.
    const [first, last] = [attempts[0]!.attempt, attempts.at(-1)!.attempt];
    for (const execution of attempts) {
      if (execution.attempt < last) isTriedAgain.add(run.nodeOf(execution));
      if (execution.attempt > first) isRetry.add(run.nodeOf(execution));
    }
  }
  return { isTriedAgain, isRetry };
}
