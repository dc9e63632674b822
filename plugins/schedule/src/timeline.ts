import { z } from 'zod';
import { defineAnalysis, formatQuantity, hasTimes, timesOf, type RunView } from '@faultline/core';
import { itemText } from '@faultline/facts';
import { mostImportant, type ShownBar } from './bar-selection.ts';
import { partsOf, type Part } from './bar-parts.ts';
import { barsOf, type Bar } from './bars.ts';
import { msOf } from './nanoseconds.ts';
import { timesSchema } from './recorded-times.ts';

const partSchema = z.strictObject({
  fromMs: z.number().describe('From the start of the run, in milliseconds. Negative where clocks differ.'),
  toMs: z.number(),
  kind: z.enum(['waiting', 'work', 'failed', 'open']),
});

const schema = z.strictObject({
  times: timesSchema,
  untilMs: z.number().describe('Length of the run in milliseconds.'),
  bars: z.array(
    z.strictObject({
      stepId: z.string(),
      item: z.exactOptional(z.int()).describe('Which of its items, numbered in order of their first start.'),
      depth: z.int().describe('How many of the shown bars stand above it in the tree of calls.'),
      executionIds: z.array(z.string()).describe('The first hundred of its executions.'),
      executions: z.exactOptional(z.int()).describe('How many it stands for, where that is not one.'),
      attempts: z.exactOptional(z.int()).describe('How many different ones, where that is not one.'),
      isCritical: z.boolean(),
      parts: z.array(partSchema),
      note: z.exactOptional(z.string()),
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
    maxBars: z.int().positive().default(30).describe('The most bars to show; the others are counted.'),
  }),
  analyze(run, { options }) {
    if (run.executions.length === 0) return undefined;
    const bars = barsOf(run);
    const shown = mostImportant(bars, options.maxBars);
    return {
      times: timesOf(run),
      untilMs: msOf(run.untilNs - run.fromNs),
      bars: [...shown.map((one) => shownBar(run, one)), ...neverRan(run)],
      left: bars.length - shown.length,
    };
  },
  present({ times, untilMs, bars, left }) {
    return [
      {
        type: 'timeline',
        untilMs,
        left,
        ...(times === 'order' && { hasTimes: false }),
        bars: bars.map(({ stepId, item, depth, executionIds, isCritical, parts, note }) => ({
          label: `${'  '.repeat(Math.min(depth, MOST_INDENTED))}${itemText(stepId, item ?? 0)}`,
          executionIds,
          isCritical: isCritical && times !== 'order',
          parts,
          ...(note !== undefined && { note }),
        })),
      },
    ];
  },
});

/** Deeper bars would push each other off the page. */
const MOST_INDENTED = 10;
const MOST_IDS = 100;

type TimelineBar = z.infer<typeof schema>['bars'][number];

function shownBar(run: RunView, { bar, depth }: ShownBar): TimelineBar {
  const { stepId, item, nodes } = bar;
  const parts = partsOf(run, nodes);
  const attempts = nodes.length === 1 ? 1 : new Set(nodes.map((node) => run.executions[node]!.attempt)).size;
  const note = noteOf(run, bar, parts, attempts);
  const executionIds = nodes.slice(0, MOST_IDS).map((node) => run.executions[node]!.id);
  const shown: TimelineBar = { stepId, depth, executionIds, isCritical: bar.onPathNs > 0, parts };
  if (item > 0) shown.item = item;
  if (nodes.length > 1) shown.executions = nodes.length;
  if (attempts > 1) shown.attempts = attempts;
  if (note !== '') shown.note = note;
  return shown;
}

/** Most steps to name that never ran: what is missing is a finding, this is a reminder. */
const MOST_MISSING = 10;

function neverRan(run: RunView): TimelineBar[] {
  return (run.definition?.steps ?? [])
    .filter(({ id, isOptional }) => !isOptional && run.executionsOf(id).length === 0)
    .slice(0, MOST_MISSING)
    .map(({ id }) => ({
      stepId: id,
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
  const notes: string[] = [];
  if (attempts > 1) notes.push(`${attempts} attempts`);
  else if (nodes.length > 1) notes.push(`${nodes.length} executions`);
  if (status !== 'completed') notes.push(wordOf[status]);
  let waitedMs = 0;
  for (const { kind, fromMs, toMs } of parts) if (kind === 'waiting') waitedMs += toMs - fromMs;
  if (hasTimes(run) && waitedMs > 0 && waitedMs * 100 >= msOf(run.untilNs - run.fromNs))
    notes.push(`waited ${formatQuantity(waitedMs, 'ms')}`);
  return notes.join(', ');
}

/** Statuses of the last execution that need a word. */
const wordOf = {
  failed: 'failed',
  skipped: 'skipped',
  pending: 'not begun',
  running: 'open',
  retrying: 'to be retried',
} as const;
