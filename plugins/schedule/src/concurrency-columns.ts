import { z } from 'zod';
import { formatQuantity, type RunView } from '@faultline/core';
import type { Block } from '@faultline/model';
import { concurrency, type Concurrency } from './concurrency.ts';
import { msOf } from './nanoseconds.ts';

/** How many worked at once over time, as columns: `running[i]` from `atMs[i]` on, until the next or the end. */
export const concurrencySchema = z.strictObject({
  atMs: z.array(z.number()).describe('From the start of the run, in milliseconds.'),
  running: z.array(z.number()).describe('Executions at work from then on; averages where `isAveraged`.'),
  isAveraged: z
    .boolean()
    .describe('There were too many changes: each entry is the average over an equal part of the run.'),
});

type Columns = z.infer<typeof concurrencySchema>;

/** The concurrency of a run in at most so many points. O(V log V), shared with `concurrency`. */
export function concurrencyColumns(run: RunView, maxPoints: number): Columns {
  const { atNs, running } = concurrency(run);
  if (atNs.length > maxPoints) return averaged(run, concurrency(run), maxPoints);
  return { atMs: Array.from(atNs, msOf), running: Array.from(running), isAveraged: false };
}

function averaged({ fromNs, untilNs }: RunView, { atNs, running }: Concurrency, parts: number): Columns {
  const partNs = (untilNs - fromNs) / parts;
  const sums = new Float64Array(parts);
  let part = 0;
  for (let at = 0; at < atNs.length; at++) {
    const toNs = atNs[at + 1] ?? untilNs;
    let nowNs = atNs[at]!;
    while (nowNs < toNs && part < parts) {
      const endNs = part === parts - 1 ? untilNs : fromNs + (part + 1) * partNs;
      const stopNs = Math.min(toNs, endNs);
      sums[part]! += running[at]! * Math.max(0, stopNs - nowNs);
      nowNs = stopNs;
      if (stopNs >= endNs) part++;
    }
  }
  return {
    atMs: Array.from(sums, (_, index) => msOf(fromNs + index * partNs)),
    running: Array.from(sums, (sum) => sum / partNs),
    isAveraged: true,
  };
}

const MOST_LEVELS = 4;

/** When at least so many worked at once, a bar for each number of some. None for runs in which nothing overlaps. */
export function concurrencyTimeline({ atMs, running }: Columns, untilMs: number): Block[] {
  // Of averages that is less than the peak.
  const most = Math.round(running.reduce((highest, now) => Math.max(highest, now), 0));
  if (most < 2) return [];
  const count = Math.min(most, MOST_LEVELS);
  const levels = Array.from({ length: count }, (_, index) => Math.round(1 + (index * (most - 1)) / (count - 1)));
  const bars = levels.toReversed().map((level) => ({
    label: level === most ? `${level} at once` : `${level} or more at once`,
    executionIds: [],
    isCritical: false,
    ...withNote(stretches(atMs, running, level, untilMs)),
  }));
  return [{ type: 'timeline', untilMs, left: 0, bars }];
}

type Parts = Extract<Block, { type: 'timeline' }>['bars'][number]['parts'];

/** The bar shows from when to when; in several stretches it is less. */
function withNote(parts: Parts): { parts: Parts; note?: string } {
  if (parts.length < 2) return { parts };
  const ms = parts.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return { parts, note: `${formatQuantity(ms, 'ms')} in all` };
}

/** Stretches in which at least `level` worked. An average half-way counts. */
function stretches(atMs: readonly number[], running: readonly number[], level: number, untilMs: number): Parts {
  const parts: { fromMs: number; toMs: number; kind: 'work' }[] = [];
  for (let at = 0; at < atMs.length; at++) {
    if (running[at]! < level - 0.5) continue;
    const [fromMs, toMs] = [atMs[at]!, atMs[at + 1] ?? untilMs];
    const last = parts.at(-1);
    if (last?.toMs === fromMs) last.toMs = toMs;
    else parts.push({ fromMs, toMs, kind: 'work' });
  }
  return parts;
}
