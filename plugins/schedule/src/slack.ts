import { z } from 'zod';
import { defineAnalysis } from '@faultline/core';
import { slack } from '@faultline/graph';
import type { Cell } from '@faultline/model';
import { msOf } from './nanoseconds.ts';
import { timesOf, timesSchema } from './recorded-times.ts';

const roomSchema = z.number().nullable();

const schema = z.strictObject({
  steps: z.array(
    z.strictObject({
      stepId: z.string(),
      executions: z.int(),
      slackMs: roomSchema.describe(
        'How much longer it may take without moving the end of the run. null: nobody waits.',
      ),
      freeSlackMs: roomSchema.describe('How much longer it may take without moving anything else. null: nobody waits.'),
    }),
  ),
  left: z.int().describe('Steps with more slack than those listed.'),
  times: timesSchema,
});

/** How much longer each step may take before the run ends later. */
export const slackSection = defineAnalysis({
  id: 'schedule/slack',
  description: 'Says for each step how much longer it may take before the run ends later.',
  chapter: 'performance',
  title: 'Slack',
  schema,
  options: z.strictObject({
    maxSteps: z.int().positive().default(40).describe('The most steps to list; those with the least slack are kept.'),
  }),
  analyze(run, { options }) {
    const { slackNs, freeSlackNs } = slack(run);
    const rooms = new Map<string, { executions: number; slackNs: number; freeSlackNs: number }>();
    for (let node = 0; node < run.executionCount; node++) {
      const { stepId, status } = run.executions[node]!;
      if (status === 'skipped' || status === 'pending') continue;
      let room = rooms.get(stepId);
      if (room === undefined) rooms.set(stepId, (room = { executions: 0, slackNs: Infinity, freeSlackNs: Infinity }));
      room.executions++;
      room.slackNs = Math.min(room.slackNs, slackNs[node]!);
      room.freeSlackNs = Math.min(room.freeSlackNs, freeSlackNs[node]!);
    }
    if (rooms.size === 0) return undefined;
    const steps = [...rooms]
      // Infinity less itself is no number: equal ones keep their order, which is that of time.
      .toSorted(([, a], [, b]) => (a.slackNs === b.slackNs ? 0 : a.slackNs - b.slackNs))
      .map(([stepId, room]) => ({
        stepId,
        executions: room.executions,
        slackMs: msOrNull(room.slackNs),
        freeSlackMs: msOrNull(room.freeSlackNs),
      }));
    return {
      steps: steps.slice(0, options.maxSteps),
      left: Math.max(0, steps.length - options.maxSteps),
      times: timesOf(run),
    };
  },
  present: ({ steps, left, times }) => [
    {
      type: 'table',
      columns: ['Step', 'Slack', 'Free slack', 'Executions'],
      rows: steps.map(({ stepId, slackMs, freeSlackMs, executions }) => [
        stepId,
        roomCell(slackMs),
        roomCell(freeSlackMs),
        { value: executions, unit: 'count' },
      ]),
    },
    ...(left > 0 ? [{ type: 'text' as const, text: `And ${left} more steps with at least as much slack.` }] : []),
    ...(times === 'derived' ? [{ type: 'text' as const, text: 'Times are derived, not measured.' }] : []),
  ],
});

const msOrNull = (ns: number): number | null => (Number.isFinite(ns) ? msOf(ns) : null);

/** JSON has no infinity, and a person reads words better. */
const roomCell = (ms: number | null): Cell => (ms === null ? 'nobody waits' : { value: ms, unit: 'ms' });
