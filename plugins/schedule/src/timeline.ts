import { z } from 'zod';
import { defineAnalysis, formatQuantity, type RunView } from '@faultline/core';
import { mostImportant, type ShownBar } from './bar-selection.ts';
import { partsOf, type Part } from './bar-parts.ts';
import { barsOf, type Bar } from './bars.ts';
import { msOf } from './nanoseconds.ts';

const partSchema = z.strictObject({
  fromMs: z.number().describe('From the start of the run, in milliseconds. Negative where clocks differ.'),
  toMs: z.number(),
  kind: z.enum(['waiting', 'work', 'failed', 'open']),
});

const schema = z.strictObject({
  untilMs: z.number().describe('Length of the run in milliseconds.'),
  bars: z.array(
    z.strictObject({
      stepId: z.string(),
      item: z.string(),
      depth: z.int().describe('How many of the shown bars stand above it in the tree of calls.'),
      executionIds: z.array(z.string()).describe('The first hundred of its executions.'),
      executions: z.int(),
      attempts: z.int(),
      isCritical: z.boolean(),
      parts: z.array(partSchema),
      note: z.string(),
    }),
  ),
  left: z.int().describe('Bars left out because there were too many.'),
});

/** What ran when: one bar for each step and item, with its attempts. */
export const timelineSection = defineAnalysis({
  id: 'schedule/timeline',
  description: 'Draws what ran when: one bar for each step and item, with waiting, attempts and what never ended.',
  chapter: 'flow',
  title: 'Timeline',
  schema,
  options: z.strictObject({
    maxBars: z.int().positive().default(40).describe('The most bars to show; the others are counted.'),
  }),
  analyze(run, { options }) {
    if (run.executions.length === 0) return undefined;
    const bars = barsOf(run);
    const shown = mostImportant(bars, options.maxBars);
    return {
      untilMs: msOf(run.untilNs - run.fromNs),
      bars: [...shown.map((one) => shownBar(run, one)), ...neverRan(run)],
      left: bars.length - shown.length,
    };
  },
  present({ untilMs, bars, left }) {
    return [
      {
        type: 'timeline',
        untilMs,
        left,
        bars: bars.map(({ stepId, item, depth, executionIds, isCritical, parts, note }) => ({
          label: `${'  '.repeat(Math.min(depth, MOST_INDENTED))}${stepId}${item === '' ? '' : `[${item}]`}`,
          executionIds,
          isCritical,
          parts,
          ...(note !== '' && { note }),
        })),
      },
    ];
  },
});

/** Deeper bars would push each other off the page. */
const MOST_INDENTED = 10;
const MOST_IDS = 100;

function shownBar(run: RunView, { bar, depth }: ShownBar): z.infer<typeof schema>['bars'][number] {
  const parts = partsOf(run, bar.nodes);
  const attempts = bar.nodes.length === 1 ? 1 : new Set(bar.nodes.map((node) => run.executions[node]!.attempt)).size;
  return {
    stepId: bar.stepId,
    item: bar.item,
    depth,
    executionIds: bar.nodes.slice(0, MOST_IDS).map((node) => run.executions[node]!.id),
    executions: bar.nodes.length,
    attempts,
    isCritical: bar.onPathNs > 0,
    parts,
    note: noteOf(run, bar, parts, attempts),
  };
}

/** Most steps to name that never ran: what is missing is a finding, this is a reminder. */
const MOST_MISSING = 10;

function neverRan(run: RunView): z.infer<typeof schema>['bars'] {
  return (run.definition?.steps ?? [])
    .filter(({ id, isOptional }) => !isOptional && run.executionsOf(id).length === 0)
    .slice(0, MOST_MISSING)
    .map(({ id }) => ({
      stepId: id,
      item: '',
      depth: 0,
      executionIds: [],
      executions: 0,
      attempts: 0,
      isCritical: false,
      parts: [],
      note: 'never ran',
    }));
}

function noteOf(run: RunView, { nodes }: Bar, parts: readonly Part[], attempts: number): string {
  // A bar has at least one node.
  const { status } = run.executions[nodes.at(-1)!]!;
  const waitedMs = parts.reduce((sum, { kind, fromMs, toMs }) => sum + (kind === 'waiting' ? toMs - fromMs : 0), 0);
  return [
    ...(attempts > 1 ? [`${attempts} attempts`] : nodes.length > 1 ? [`${nodes.length} executions`] : []),
    ...(status in wordOf ? [wordOf[status as keyof typeof wordOf]] : []),
    ...(waitedMs * 100 >= msOf(run.untilNs - run.fromNs) && waitedMs > 0
      ? [`waited ${formatQuantity(waitedMs, 'ms')}`]
      : []),
  ].join(', ');
}

/** Statuses of the last execution that need a word. */
const wordOf = {
  failed: 'failed',
  skipped: 'skipped',
  pending: 'not begun',
  running: 'open',
  retrying: 'to be retried',
} as const;
