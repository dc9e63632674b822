import type { Bar } from './bars.ts';
import { foremost } from './foremost.ts';

/** A bar that is shown, with its depth among those that are. */
export interface ShownBar {
  readonly bar: Bar;
  readonly depth: number;
}

/**
 * The bars that matter most, callers before what they called and otherwise in order of time. Half of the places go to
 * bars with failures first, the others to the critical path and then to the longest. O(B * limit) at worst.
 *
 *     agent
 *       plan           where "search" is left out, "rank" moves
 *         rank         under the nearest caller that is shown
 */
export function mostImportant(bars: readonly Bar[], limit: number): ShownBar[] {
  if (bars.length <= limit) return inTreeOrder(bars, bars.keys(), () => true);
  const failed = [...bars.keys()].filter((index) => bars[index]!.hasFailed);
  const chosen = new Set<number>();
  for (const place of foremost(failed.length, Math.ceil(limit / 2), (a, b) =>
    byWeight(bars[failed[a]!]!, bars[failed[b]!]!),
  ))
    chosen.add(failed[place]!);
  for (const index of foremost(bars.length, limit, (a, b) => byWeight(bars[a]!, bars[b]!))) {
    if (chosen.size >= limit) break;
    chosen.add(index);
  }
  return inTreeOrder(bars, chosen, (index) => chosen.has(index));
}

const byWeight = (a: Bar, b: Bar): number => b.onPathNs - a.onPathNs || b.toNs - b.fromNs - (a.toNs - a.fromNs);

function inTreeOrder(bars: readonly Bar[], chosen: Iterable<number>, isChosen: (index: number) => boolean): ShownBar[] {
  const calledBy = Map.groupBy(chosen, (index) => nearestChosen(bars, isChosen, index));
  const shown: ShownBar[] = [];
  const pending: { readonly index: number; readonly depth: number }[] = [];
  const call = (caller: number, depth: number): void => {
    const called = calledBy.get(caller);
    if (called === undefined) return;
    // The last in time first: the others are taken before it.
    if (called.length > 1) called.sort((a, b) => bars[b]!.fromNs - bars[a]!.fromNs || b - a);
    for (const index of called) pending.push({ index, depth });
  };
  call(-1, 0);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    shown.push({ bar: bars[next.index]!, depth: next.depth });
    call(next.index, next.depth + 1);
  }
  return shown;
}

function nearestChosen(bars: readonly Bar[], isChosen: (index: number) => boolean, index: number): number {
  let caller = bars[index]!.parent;
  while (caller >= 0 && !isChosen(caller)) caller = bars[caller]!.parent;
  return caller;
}
