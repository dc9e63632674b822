import type { RunView } from '@faultline/core';
import { nestedSpans, type NestedSpan } from './nested-spans.ts';

/**
 * Slack by node as calligator has it, in microseconds; of what it leaves out, none. It looks at siblings alone, and at those
 * before a span only for how early that could start, not for how late they may end:
 *
 *     critical     |====================|
 *     before       |==|                 .     slack: 20 - 3, though "span" waits for it
 *     span            .      |=======|  .     slack: 20 - 8 - 3, although 6 of those passed before it started
 */
export function calligatorSlack(view: RunView): ReadonlyMap<number, number> {
  return new Map(
    nestedSpans(view).map((span) => [
      span.node,
      span.isOnPath || span.parent === undefined
        ? 0
        : latestEndUs(span, span.parent) - (span.endUs - span.startUs) - earliestStartUs(span, span.parent),
    ]),
  );
}

/** When the next sibling on the critical path ends; without one, the parent. */
const latestEndUs = ({ endUs }: NestedSpan, parent: NestedSpan): number =>
  parent.children
    .filter((sibling) => sibling.isOnPath && sibling.endUs > endUs)
    .reduce((least, sibling) => Math.min(least, sibling.endUs), parent.endUs);

/** When the last to start of the siblings that had ended did so; without one, when the first sibling starts. */
function earliestStartUs({ startUs }: NestedSpan, { children }: NestedSpan): number {
  const byStart = children.toSorted((a, b) => a.startUs - b.startUs);
  return byStart.findLast((sibling) => sibling.endUs < startUs)?.endUs ?? byStart[0]?.startUs ?? NaN;
}
