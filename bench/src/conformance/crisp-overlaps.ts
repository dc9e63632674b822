import type { RunView } from '@faultline/core';
import { withScheduleOptions } from '@faultline/graph';
import { nestedSpans, type NestedSpan } from './nested-spans.ts';

/** The overlap that CRISP takes for order, as a share of the parent. */
const CRISP_OVERLAP = 0.01;

/**
 * Exclusive time by node as CRISP has it, in microseconds: siblings that overlap slightly follow each other, and count in
 * full, so that the overlap counts for both of them and is missing from their parent, as far as that has any.
 *
 *     parent   |====================|    20 - 10 - 11, at least 0
 *     first    |==========|              10
 *     second            |===========|    11
 */
export function crispExclusiveTimes(view: RunView): ReadonlyMap<number, number> {
  const tolerant = withScheduleOptions(view, { overlapTolerance: { shareOfParent: CRISP_OVERLAP } });
  const onPath = nestedSpans(tolerant).filter(({ isOnPath }) => isOnPath);
  return new Map(
    onPath.map((span) => {
      const below = span.children.filter(({ isOnPath }) => isOnPath);
      const belowUs = below.reduce((sumUs, child) => sumUs + durationUs(child), 0);
      return [span.node, Math.max(0, durationUs(span) - belowUs)];
    }),
  );
}

/**
 * What CRISP says would be saved if nothing had failed, in microseconds. Children that follow each other save one after the
 * other, those that run side by side as much as the last to end then; an overlap with what follows is not saved.
 */
export function crispTimeSaved(view: RunView, failed: ReadonlySet<number>): number {
  const savedUs = new Map<NestedSpan, number>();
  const spans = nestedSpans(view);
  const saved = (span: NestedSpan): number => savedUs.get(span) ?? 0;
  for (const span of spans.toReversed()) {
    const inBlocks = blocksOf(span).reduce((sumUs, block) => {
      const untilUs = Math.max(...block.spans.map((child) => child.endUs - saved(child)));
      return sumUs + Math.max(0, block.endUs - untilUs - block.overlapUs);
    }, 0);
    savedUs.set(span, failed.has(span.node) ? durationUs(span) : Math.min(inBlocks, durationUs(span)));
  }
  return spans.filter(({ parent }) => parent === undefined).reduce((sumUs, root) => sumUs + saved(root), 0);
}

/** Children that run side by side. */
interface Block {
  readonly spans: NestedSpan[];
  startUs: number;
  readonly endUs: number;
  /** With the block that follows. */
  readonly overlapUs: number;
}

/** The last first. */
function blocksOf(parent: NestedSpan): readonly Block[] {
  const blocks: Block[] = [];
  for (const span of parent.children.toSorted((a, b) => b.endUs - a.endUs)) {
    const block = blocks.at(-1);
    if (block === undefined || isBefore(span, block, parent)) {
      const overlapUs = block === undefined ? 0 : Math.max(0, span.endUs - block.startUs);
      blocks.push({ spans: [span], startUs: span.startUs, endUs: span.endUs, overlapUs });
    } else {
      block.spans.push(span);
      block.startUs = Math.min(block.startUs, span.startUs);
    }
  }
  return blocks;
}

const isBefore = (span: NestedSpan, { startUs }: Block, parent: NestedSpan): boolean =>
  span.endUs < startUs || (span.startUs < startUs && isSlight(span.endUs - startUs, parent));

/** Whether siblings that overlap so much are taken for one after the other. */
const isSlight = (overlapUs: number, parent: NestedSpan): boolean => overlapUs < durationUs(parent) * CRISP_OVERLAP;

/** Two siblings of which the later starts a little before the earlier ends. */
export interface SlightOverlap {
  readonly before: number;
  readonly after: number;
  readonly overlapUs: number;
}

/** The first siblings that CRISP takes for one after the other, and we do not. */
export function slightOverlapIn(view: RunView): SlightOverlap | undefined {
  for (const parent of nestedSpans(view)) {
    const byEnd = parent.children.toSorted((a, b) => a.endUs - b.endUs);
    for (const [at, before] of byEnd.entries())
      for (const after of byEnd.slice(at + 1)) {
        const overlapUs = before.endUs - after.startUs;
        if (
          overlapUs > 0 &&
          before.startUs < after.startUs &&
          before.endUs < after.endUs &&
          isSlight(overlapUs, parent)
        )
          return { before: before.node, after: after.node, overlapUs };
      }
  }
  return undefined;
}

const durationUs = ({ startUs, endUs }: NestedSpan): number => endUs - startUs;
