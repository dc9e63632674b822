import { formatQuantity, quoted, type RunView } from '@faultline/core';
import type { AttemptRecord } from './attempt-record.ts';
import type { Alternative } from './chance.ts';
import type { StepEdits } from './edit-plan.ts';
import { furtherAttempts, type FurtherAttempts } from './further-attempts.ts';
import type { ItemChain } from './item-chains.ts';
import { gone, type TimeEdit, type TimeEdits } from './time-edits.ts';

const NS_PER_MS = 1e6;

/** What becomes of an item. */
export interface Fate {
  readonly alternatives: readonly Alternative[];
  readonly note?: string;
}

/** What becomes of the attempts at one item under other limits to their number and length. */
export function fateOf(
  run: RunView,
  stepId: string,
  { executions }: ItemChain,
  { timeoutMs, retries }: StepEdits,
  late: ReadonlySet<number>,
  record: () => AttemptRecord,
): Fate {
  const nodes = executions.map((execution) => run.nodeOf(execution));
  const edits = new Map<number, TimeEdit>();
  const allowed = retries?.maxAttempts ?? Infinity;
  const kept = Math.min(executions.length, allowed);
  for (const [at, node] of nodes.entries()) {
    if (at >= kept) edits.set(node, gone);
    else if (at > 0 && retries?.backoffMs !== undefined)
      edits.set(node, { delayNs: Math.round(retries.backoffMs * NS_PER_MS) });
  }
  const last = nodes[kept - 1];
  const isLate = late.has(last);
  const hadFailed = executions.at(-1)?.status === 'failed';
  const ends: Alternative = { probability: 1, edits, fails: false };
  const fails: Alternative = { probability: 1, edits, fails: !hadFailed };
  if (executions[kept - 1].status !== 'failed' && !isLate) return { alternatives: [ends] };
  if (kept < executions.length)
    return {
      alternatives: [fails],
      note: `Step ${quoted(stepId)} is not tried again after attempt ${kept}: it fails, and what follows may not run.`,
    };
  if (retries !== undefined && kept < allowed) {
    const { successRate, attempts } = record();
    return {
      alternatives: furtherAttempts(record(), allowed - kept, retries.backoffMs).map((further) => ({
        probability: further.probability,
        edits: longerBy(further, edits, last),
        fails: !hadFailed && !further.isSuccess,
      })),
      note: `A further attempt at step ${quoted(stepId)} is taken to succeed in ${formatQuantity(successRate, 'share')} of cases, as did those before (${attempts}).`,
    };
  }
  if (!isLate) return { alternatives: [ends] };
  const limit = formatQuantity(Number(timeoutMs), 'ms');
  return {
    alternatives: [fails],
    note: `Step ${quoted(stepId)} takes longer than ${limit} and fails there; nobody tries again, and what follows may not run.`,
  };
}

/** The edits of an item with the last attempt so much longer. */
function longerBy({ extraMs }: FurtherAttempts, edits: TimeEdits, last: number): TimeEdits {
  return new Map([...edits, [last, { ...edits.get(last), extraNs: Math.round(extraMs * NS_PER_MS) }]]);
}

/** A hit answers the item: its first attempt takes what a hit costs, and there are no others. */
export function withCache(
  run: RunView,
  { executions: [first, ...further] }: ItemChain,
  { cache, timeoutMs = Infinity }: StepEdits,
  otherwise: readonly Alternative[],
): readonly Alternative[] {
  if (cache === undefined) return otherwise;
  const { hitRate, hitCostMs } = cache;
  const hit = new Map<number, TimeEdit>();
  for (const execution of further) hit.set(run.nodeOf(execution), gone);
  hit.set(run.nodeOf(first), { durationNs: Math.round(Math.min(hitCostMs, timeoutMs) * NS_PER_MS), isWhole: true });
  return [
    { probability: hitRate, edits: hit, fails: false },
    ...otherwise.map((one) => ({ ...one, probability: one.probability * (1 - hitRate) })),
  ];
}
