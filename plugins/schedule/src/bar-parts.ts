import type { RunView } from '@faultline/core';
import { waitingSince } from '@faultline/facts';
import type { TimelineBar } from '@faultline/model';
import { msOf } from './nanoseconds.ts';

/** A stretch of a bar: times are milliseconds from the start of the run. */
export type Part = TimelineBar['parts'][number];

/** A bar of more parts is drawn coarsely. */
const MOST_PARTS = 100;

/**
 * What a bar is made of, attempt by attempt: waiting to be started, then work. Something that never began has one
 * waiting part without length.
 *
 *     ..====x..====      waited, failed, waited for the retry, worked
 */
export function partsOf(run: RunView, nodes: readonly number[]): Part[] {
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined) return partsOfExecution(run, only);
  const parts = nodes.flatMap((node) => partsOfExecution(run, node));
  return parts.length <= MOST_PARTS ? parts : joined(parts, msOf(run.untilNs - run.fromNs) / MOST_PARTS);
}

function partsOfExecution(run: RunView, node: number): Part[] {
  const fromMs = msOf(run.startNs[node]!);
  const toMs = Math.max(fromMs, msOf(run.endNs[node]!));
  const kind = kindOf(run, node);
  if (kind === undefined) return [{ fromMs, toMs: fromMs, kind: 'waiting' }];
  const waitedFromMs = msOf(waitingSince(run)(node) ?? run.startNs[node]!);
  const work: Part = { fromMs, toMs, kind };
  return waitedFromMs < fromMs ? [{ fromMs: waitedFromMs, toMs: fromMs, kind: 'waiting' }, work] : [work];
}

/** `undefined`: it never began. */
function kindOf(run: RunView, node: number): Exclude<Part['kind'], 'waiting'> | undefined {
  const { status, endMs } = run.executions[node]!;
  if (status === 'skipped' || status === 'pending') return undefined;
  if (status === 'failed' || status === 'retrying') return 'failed';
  return endMs === undefined || status === 'running' ? 'open' : 'work';
}

/** Joins parts of one kind that are no further apart than can be seen. */
function joined(parts: readonly Part[], apartMs: number): Part[] {
  const result: Part[] = [];
  for (const ofKind of Map.groupBy(parts, ({ kind }) => kind).values()) {
    let current: Part | undefined;
    for (const part of ofKind.toSorted((a, b) => a.fromMs - b.fromMs)) {
      if (current !== undefined && part.fromMs - current.toMs <= apartMs) {
        current = { ...current, toMs: Math.max(current.toMs, part.toMs) };
        continue;
      }
      if (current !== undefined) result.push(current);
      current = part;
    }
    if (current !== undefined) result.push(current);
  }
  return result.toSorted((a, b) => a.fromMs - b.fromMs);
}
