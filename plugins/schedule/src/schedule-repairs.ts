import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { DROP_REASONS, scheduleNotes } from '@faultline/graph';
import type { Block } from '@faultline/model';

/** What the schedule of a run repaired or left out. */
export const scheduleRepairsSchema = z.strictObject({
  shifted: z.int().describe('Executions timed by a clock that was off, and shifted.'),
  zeroed: z.int().describe('Executions recorded as ending before they started, taken as without length.'),
  clipped: z.int().describe('Executions that reached beyond their caller; the part inside counts.'),
  detached: z.int().describe('Executions that nobody waited for.'),
  droppedEdges: z
    .array(z.strictObject({ reason: z.enum(DROP_REASONS), edges: z.int() }))
    .describe('Recorded edges that the clock contradicts, by reason.'),
});

type ScheduleRepairs = z.infer<typeof scheduleRepairsSchema>;

/** Counts what the schedule silently would have changed. O(V + E). */
export function scheduleRepairs(run: RunView): ScheduleRepairs {
  const { isZeroed, isClipped, detached, dropped } = scheduleNotes(run);
  const edges = new Uint32Array(DROP_REASONS.length);
  for (const reason of dropped.reason) edges[reason]!++;
  const count = (column: Uint8Array): number => {
    let sum = 0;
    for (let node = 0; node < run.executionCount; node++) if (column[node]! > 0) sum++;
    return sum;
  };
  return {
    shifted: run.clockShifts.reduce((sum, { executions }) => sum + executions.length, 0),
    zeroed: count(isZeroed),
    clipped: count(isClipped),
    detached: count(detached),
    droppedEdges: DROP_REASONS.map((reason, place) => ({ reason, edges: edges[place]! })).filter(
      (one) => one.edges > 0,
    ),
  };
}

/** Facts for those that occurred. */
export function repairFacts({ shifted, zeroed, clipped, detached, droppedEdges }: ScheduleRepairs): Facts {
  const counts = [
    { label: 'Timed by a clock that was off', value: shifted },
    { label: 'End before their start', value: zeroed },
    { label: 'Clipped to their caller', value: clipped },
    { label: 'Nobody waited for', value: detached },
  ];
  return [
    ...counts
      .filter(({ value }) => value > 0)
      .map(({ label, value }) => ({ label, value: { value, unit: 'count' as const } })),
    ...(droppedEdges.length > 0
      ? [{ label: 'Edges left out', value: droppedEdges.map(({ reason, edges }) => `${edges} ${reason}`).join(', ') }]
      : []),
  ];
}

type Facts = Extract<Block, { type: 'facts' }>['facts'];
