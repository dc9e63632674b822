import type { RunView } from '@faultline/core';
import type { EventGraph, Weights } from '@faultline/graph';
import type { PoolAdmissions } from './pool-admissions.ts';
import type { TimeEdits } from './time-edits.ts';

/**
 * What the time before a start was: until the execution asked, until pools had enough, and the rest. Columns by node.
 *
 *     b needs a    a |====|
 *                  b       ..--->|===|     .. before it asked   -- queued   > the rest
 */
export interface PoolWaits {
  readonly beforeAskingNs: Float64Array;
  readonly queuedNs: Float64Array;
  readonly restNs: Float64Array;
}

/** When each execution asked first for what it needs: as recorded (`queuedMs`), else when it waited for nothing else. O(V). */
export function firstAskedNs(run: RunView, { numbers, observedNs, weightNs }: EventGraph): Float64Array {
  const asked = new Float64Array(run.size);
  for (let node = 0; node < run.size; node++) {
    const start = numbers.start[node];
    const readyNs = observedNs[start] - weightNs[start];
    const queuedMs = run.executions[node]?.queuedMs;
    const recordedNs = queuedMs === undefined ? readyNs : Math.round((queuedMs - run.startMs) * 1e6);
    asked[node] = Math.min(Math.max(recordedNs, readyNs), observedNs[start]);
  }
  return asked;
}

/** Splits what passed before every start. O(V). */
export function poolWaits(
  { numbers, observedNs, weightNs }: EventGraph,
  { askedNs, admittedNs }: PoolAdmissions,
): PoolWaits {
  const beforeAskingNs = new Float64Array(askedNs.length);
  const queuedNs = new Float64Array(askedNs.length);
  const restNs = new Float64Array(askedNs.length);
  for (let node = 0; node < askedNs.length; node++) {
    const start = numbers.start[node];
    queuedNs[node] = admittedNs[node] - askedNs[node];
    if (queuedNs[node] > 0) {
      beforeAskingNs[node] = askedNs[node] - (observedNs[start] - weightNs[start]);
      restNs[node] = observedNs[start] - admittedNs[node];
    } else beforeAskingNs[node] = weightNs[start];
  }
  return { beforeAskingNs, queuedNs, restNs };
}

/**
 * Edited weights without what a replay adds: it makes queues anew, and they must not be there twice. The rest stays: the
 * execution holds its share by then, so that it counts as a part of it. O(V).
 */
export function withoutQueues(
  { numbers, weightNs }: EventGraph,
  { delayNs, workNs }: Weights,
  edits: TimeEdits,
  { beforeAskingNs, queuedNs, restNs }: PoolWaits,
): Weights {
  // Something that lasts a given time may end before what is below it does: in a replay it waits.
  const left = { delayNs: delayNs.slice(), workNs: workNs.map((ns) => Math.max(0, ns)) };
  for (let node = 0; node < queuedNs.length; node++) {
    if (queuedNs[node] === 0) continue;
    const share = delayNs[node] / weightNs[numbers.start[node]];
    const given = edits.get(node)?.delayNs;
    const restLeftNs = given === 0 ? 0 : Math.round(restNs[node] * (given === undefined ? share : 1));
    const isGroup = numbers.lastChild[node] >= 0;
    left.delayNs[node] = (given ?? Math.round(beforeAskingNs[node] * share)) + (isGroup ? restLeftNs : 0);
    if (!isGroup) left.workNs[node] += restLeftNs;
  }
  return left;
}
