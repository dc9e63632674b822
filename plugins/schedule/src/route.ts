import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { SEGMENT_KINDS, type CriticalPath } from '@faultline/graph';

const stretchSchema = z.strictObject({
  stepId: z.string().nullable().describe('null: a long time for which no step is known to have held up the run.'),
  executions: z.int().describe('How many of its executions follow each other without another step between.'),
});

/** The way of a path from step to step; a long one in its beginning and its end. */
export const routeSchema = z.strictObject({
  first: z.array(stretchSchema),
  left: z.int().describe('Stretches left out between the first and the last.'),
  last: z.array(stretchSchema),
});

type Route = z.infer<typeof routeSchema>;

const FIRST = 10;
const LAST = 4;
/** Time of a caller between what it called, or of the run outside of any step, is worth a stop from here. */
const LEAST_SHARE_OF_CALLER = 0.05;

/** The steps that a path leads through, in order of time. O(segments). */
export const routeOf = (run: RunView, path: CriticalPath): Route => routeThrough(stopsOf(run, path));

/** Steps in order of time, repetitions counted and the middle of a long way left out. O(stops). */
export function routeThrough(stops: readonly (string | null)[]): Route {
  /** Where each stretch begins. */
  const from: number[] = [];
  for (let at = 0; at < stops.length; at++) if (at === 0 || stops[at] !== stops[at - 1]) from.push(at);
  const stretches = (begin: number, end: number): Route['first'] =>
    from.slice(begin, end).map((at, place) => ({
      stepId: stops[at] ?? null,
      executions: (from[begin + place + 1] ?? stops.length) - at,
    }));
  const lastFrom = Math.max(FIRST, from.length - LAST);
  return {
    first: stretches(0, FIRST),
    left: Math.max(0, lastFrom - FIRST),
    last: stretches(lastFrom, from.length),
  };
}

/** Step ids of the executions on the path, each execution once while the path stays with it. */
function stopsOf(run: RunView, path: CriticalPath): (string | null)[] {
  const stops: (string | null)[] = [];
  let previous: number | undefined;
  const leastNs = LEAST_SHARE_OF_CALLER * (run.untilNs - run.fromNs);
  for (let at = 0; at < path.node.length; at++) {
    const node = path.node[at]!;
    const isStop = isOwn[path.kind[at]!]! || path.toNs[at]! - path.fromNs[at]! >= leastNs;
    if (node === previous || !isStop) continue;
    previous = node;
    stops.push(node < 0 ? null : run.executions[node]!.stepId);
  }
  return stops;
}

/** By place in `SEGMENT_KINDS`: time that an execution has for itself. */
const isOwn = SEGMENT_KINDS.map((kind) => kind === 'self' || kind === 'delay');

/** The route as a sentence: `fetch > parse (x3) > ... 12 more ... > report`. */
export function routeText({ first, left, last }: Route): string {
  const stops = [...first.map(stopText), ...(left > 0 ? [`... ${left} more ...`] : []), ...last.map(stopText)];
  return stops.length === 0 ? 'No step held up the run; it passed in short gaps between them.' : stops.join(' > ');
}

const stopText = ({ stepId, executions }: Route['first'][number]): string =>
  stepId === null ? '(unexplained)' : executions > 1 ? `${stepId} (x${executions})` : stepId;
