import { z } from 'zod';
import { formatQuantity, quoted, type RunView } from '@faultline/core';
import { queuedOrStartedNs, stepIndex, type Baselines } from '@faultline/facts';
import { criticalPath } from '@faultline/graph';

const shareSchema = z.strictObject({
  stepId: z.string(),
  beyondMs: z.number().describe('By how much its time on the critical path was more than usual.'),
});

/** How long a run took in which nothing failed, and where what was too long came from. */
export const runDelaySchema = z.strictObject({
  tookMs: z.number(),
  usualMs: z.number().describe('The median.'),
  runs: z.int(),
  began: shareSchema
    .nullable()
    .describe(
      'The first step to be late by a tenth of the delay. null: the run took no longer than 75 % of earlier ones.',
    ),
  most: shareSchema.nullable().describe('The step that added most.'),
});

type RunDelay = z.infer<typeof runDelaySchema>;

/** No delay is told of a run that is among the faster of earlier ones, up to this share. */
const unhurried = 0.75;
/** A step is late if it adds this share of what the run took too long. */
const leastShare = 0.1;

/**
 * How long a run took beside earlier ones, and what its delay is made of: the time of each step on the critical path, waits
 * included, beyond the medians of as many executions as are usual. `null`: something failed, or nothing was learned. O(V log V).
 *
 *     fetch   ===              3 ms, usually 2
 *     parse      =========     9 ms, usually 3      the delay of 7 ms began at "fetch", and most of it is of "parse"
 */
export function runDelay(run: RunView, learned: Baselines): RunDelay | null {
  const { workflowId, startMs, untilMs, failed } = run;
  const usual = learned.ofRun(workflowId, 'durationMs');
  if (failed.length > 0 || usual === undefined) return null;
  const tookMs = untilMs - startMs;
  const usualMs = usual.quantile(0.5);
  const known = { tookMs, usualMs, runs: learned.runsOf(workflowId) };
  if (tookMs <= usual.quantile(unhurried)) return { ...known, began: null, most: null };
  // In order of their first executions.
  const late = stepsBeyond(run, learned).filter(({ beyondMs }) => beyondMs >= leastShare * (tookMs - usualMs));
  const [most = null] = late.toSorted((a, b) => b.beyondMs - a.beyondMs);
  return { ...known, began: late[0] ?? null, most };
}

/** The same in words. */
export function runDelayText({ tookMs, usualMs, runs, began, most }: RunDelay): string {
  const took = `Nothing failed. The run took ${formatQuantity(tookMs, 'ms')}; half of ${runs} earlier runs took at most ${formatQuantity(usualMs, 'ms')}.`;
  if (began === null || most === null) return took;
  const of = formatQuantity(tookMs - usualMs, 'ms');
  // Others may have been faster than usual.
  const mostText =
    most.beyondMs < tookMs - usualMs ? `${formatQuantity(most.beyondMs, 'ms')} of these ${of}` : `all of these ${of}`;
  const beginning = `${took} The delay began at step ${quoted(began.stepId)}, which added`;
  return began.stepId === most.stepId
    ? `${beginning} ${mostText}.`
    : `${beginning} ${formatQuantity(began.beyondMs, 'ms')}; most is of step ${quoted(most.stepId)}, which added ${mostText}.`;
}

/** By step: what its time on the critical path is beyond the usual, where it is. Steps that were never seen are all beyond. */
function stepsBeyond(run: RunView, learned: Baselines): readonly z.infer<typeof shareSchema>[] {
  const { ids, stepOf } = stepIndex(run);
  const { node, fromNs, toNs } = criticalPath(run);
  const spentMs = new Float64Array(ids.length);
  const executions: Set<number>[] = ids.map(() => new Set());
  for (let at = 0; at < node.length; at++) {
    const owner = node[at]!;
    if (owner < 0) continue;
    const queue = queueAt(run, owner, { fromNs: fromNs[at]!, toNs: toNs[at]! }, node[at + 1]);
    spentMs[stepOf[owner]!]! += (toNs[at]! - fromNs[at]! - queue.ns) / NS_PER_MS;
    executions[stepOf[owner]!]!.add(owner);
    spentMs[stepOf[queue.node]!]! += queue.ns / NS_PER_MS;
  }
  return ids.map((stepId, step) => {
    const median = (metric: string): number => learned.of(run.workflowId, stepId, metric)?.quantile(0.5) ?? 0;
    const ownMs = median('selfMs') || median('durationMs');
    const usualCount = Math.max(1, Math.min(executions[step]!.size, median('executionsPerRun')));
    return { stepId, beyondMs: spentMs[step]! - usualCount * (ownMs + median('waitMs')) };
  });
}

/** Which part of a stretch of a caller's time was spent in the queue of what it called at its end. O(depth). */
function queueAt(
  run: RunView,
  owner: number,
  { fromNs, toNs }: { readonly fromNs: number; readonly toNs: number },
  next = -1,
): { readonly node: number; readonly ns: number } {
  let called = next;
  while (called >= 0 && run.parent[called] !== owner) called = run.parent[called]!;
  if (called < 0 || run.startNs[called] !== toNs) return { node: owner, ns: 0 };
  return { node: called, ns: toNs - Math.max(fromNs, queuedOrStartedNs(run)[called]!) };
}

const NS_PER_MS = 1e6;
