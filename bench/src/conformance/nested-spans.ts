import type { RunView } from '@faultline/core';
import { criticalPath, eventGraph, segmentsOf } from '@faultline/graph';
import { usOf } from './runs-in.ts';

/** A span as the peers see it: cut off at its parent. Times in whole microseconds since the start of the run. */
export interface NestedSpan {
  readonly node: number;
  readonly startUs: number;
  readonly endUs: number;
  /** Whether it, or a span below it, has time on the critical path of the view. */
  readonly isOnPath: boolean;
  readonly parent: NestedSpan | undefined;
  /** Those that somebody waited for. */
  readonly children: readonly NestedSpan[];
}

/** Every span that somebody waited for, parents first: the peers leave out what lies outside of its parent. */
export function nestedSpans(view: RunView): readonly NestedSpan[] {
  const { parent: parents, parentsFirst, startNs, endNs, isBlocking } = eventGraph(view).nested;
  const owners = new Set([...segmentsOf(criticalPath(view))].map(({ node }) => node));
  const spans = new Map<number, NestedSpan & { isOnPath: boolean; readonly children: NestedSpan[] }>();
  for (const node of parentsFirst) {
    const parent = spans.get(parents[node] ?? NaN);
    const isLeftOut = node >= view.executionCount || isBlocking[node] !== 1;
    if (isLeftOut || (parent === undefined && parents[node] !== view.size)) continue;
    const times = { startUs: usOf(startNs[node] ?? NaN), endUs: usOf(endNs[node] ?? NaN) };
    const span = { node, ...times, isOnPath: owners.has(node), parent, children: [] };
    spans.set(node, span);
    parent?.children.push(span);
  }
  const all = [...spans.values()];
  for (const span of all.toReversed()) span.isOnPath ||= span.children.some(({ isOnPath }) => isOnPath);
  return all;
}
