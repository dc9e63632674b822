import { z } from 'zod';
import { defineAnalysis, hasTimes, type RunView, timesOf } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import { slack } from '@faultline/graph';
import type { Block, Cell } from '@faultline/model';
import { foremost } from './foremost.ts';
import { msOf } from './nanoseconds.ts';
import { timesSchema } from './recorded-times.ts';

const roomSchema = z.number().nullable();

const schema = z.strictObject({
  without: z
    .strictObject({ count: z.int(), first: z.array(z.string()) })
    .describe('Steps without slack, in order of time: they decide when the run ends.'),
  steps: z
    .array(
      z.strictObject({
        stepId: z.string(),
        executions: z.int(),
        slackMs: roomSchema.describe(
          'How much longer it may take without moving the end of the run. null: nobody waits.',
        ),
        freeSlackMs: roomSchema.describe(
          'How much longer it may take without moving anything else. null: nobody waits.',
        ),
      }),
    )
    .describe('Steps with slack, least first.'),
  left: z.int().describe('Steps with more slack than those listed.'),
  times: timesSchema,
});

type Value = z.infer<typeof schema>;

/** How much longer each step may take before the run ends later. */
export const slackSection = defineAnalysis({
  id: 'schedule/slack',
  description: 'Says for each step how much longer it may take before the run ends later.',
  chapter: 'performance',
  title: 'Slack',
  schema,
  options: z.strictObject({
    maxSteps: z
      .int()
      .positive()
      .default(40)
      .describe('The most steps to list, each with and without slack; those with the least slack are kept.'),
  }),
  analyze(run, { options }) {
    if (!hasTimes(run)) return undefined;
    const { ids } = stepIndex(run);
    const { executions, slackNs, freeSlackNs } = roomOfSteps(run);
    const without: number[] = [];
    const loose: number[] = [];
    for (let step = 0; step < ids.length; step++)
      if (executions[step]! > 0) (slackNs[step] === 0 ? without : loose).push(step);
    if (without.length + loose.length === 0) return undefined;
    // Infinity less itself is no number: equal ones keep their order, which is that of time.
    const leastFirst = foremost(loose.length, options.maxSteps, (a, b) =>
      slackNs[loose[a]!] === slackNs[loose[b]!] ? 0 : slackNs[loose[a]!]! - slackNs[loose[b]!]!,
    );
    return {
      without: { count: without.length, first: without.slice(0, options.maxSteps).map((step) => ids[step]!) },
      steps: leastFirst.map((place) => {
        const step = loose[place]!;
        return {
          stepId: ids[step]!,
          executions: executions[step]!,
          slackMs: msOrNull(slackNs[step]!),
          freeSlackMs: msOrNull(freeSlackNs[step]!),
        };
      }),
      left: loose.length - leastFirst.length,
      times: timesOf(run),
    };
  },
  present: (value) => [
    ...withoutFacts(value),
    ...table(value),
    ...(value.times === 'derived' ? [{ type: 'text' as const, text: 'Times are derived, not measured.' }] : []),
  ],
});

/** Columns by number of the step, of the executions that began: the room of the tightest. O(V). */
function roomOfSteps(run: RunView) {
  const { ids, stepOf } = stepIndex(run);
  const { slackNs: ofNode, freeSlackNs: freeOfNode } = slack(run);
  const executions = new Uint32Array(ids.length);
  const slackNs = new Float64Array(ids.length).fill(Infinity);
  const freeSlackNs = new Float64Array(ids.length).fill(Infinity);
  for (let node = 0; node < run.executionCount; node++) {
    const { status } = run.executions[node]!;
    if (status === 'skipped' || status === 'pending') continue;
    const step = stepOf[node]!;
    executions[step]!++;
    if (ofNode[node]! < slackNs[step]!) slackNs[step] = ofNode[node]!;
    if (freeOfNode[node]! < freeSlackNs[step]!) freeSlackNs[step] = freeOfNode[node]!;
  }
  return { executions, slackNs, freeSlackNs };
}

const msOrNull = (ns: number): number | null => (Number.isFinite(ns) ? msOf(ns) : null);

/** More would be read by nobody: the others are in the value. */
const MOST_SHOWN = 10;

function withoutFacts({ without: { count, first } }: Value): Block[] {
  if (count === 0) return [];
  const shown = first.slice(0, MOST_SHOWN);
  const left = count > shown.length ? ` and ${count - shown.length} more` : '';
  return [{ type: 'facts', facts: [{ label: 'No slack', value: shown.join(', ') + left }] }];
}

function table({ steps, left }: Value): Block[] {
  if (steps.length === 0) return [];
  const more = left + Math.max(0, steps.length - MOST_SHOWN);
  return [
    {
      type: 'table',
      columns: ['Step', 'Slack', 'Free slack', 'Executions'],
      rows: steps
        .slice(0, MOST_SHOWN)
        .map(({ stepId, slackMs, freeSlackMs, executions }) => [
          stepId,
          roomCell(slackMs),
          roomCell(freeSlackMs),
          { value: executions, unit: 'count' },
        ]),
    },
    ...(more > 0
      ? [
          {
            type: 'text' as const,
            text: `And ${more} more ${more === 1 ? 'step' : 'steps'} with at least as much slack.`,
          },
        ]
      : []),
  ];
}

/** JSON has no infinity, and a person reads words better. */
const roomCell = (ms: number | null): Cell => (ms === null ? 'nobody waits' : { value: ms, unit: 'ms' });
