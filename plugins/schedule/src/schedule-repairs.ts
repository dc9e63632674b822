import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { DROP_REASONS, scheduleNotes } from '@faultline/graph';
import type { Block } from '@faultline/model';

/** What the schedule of a run repaired or left out. */
export const scheduleRepairsSchema = z.strictObject({
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
  const byReason = DROP_REASONS.map((reason, place) => ({
    reason,
    edges: dropped.reason.reduce((sum, one) => sum + (one === place ? 1 : 0), 0),
  }));
  const count = (column: Uint8Array): number =>
    column.subarray(0, run.executionCount).reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0);
  return {
    zeroed: count(isZeroed),
    clipped: count(isClipped),
    detached: count(detached),
    droppedEdges: byReason.filter(({ edges }) => edges > 0),
  };
}

/** Facts for those that occurred. */
export function repairFacts({ zeroed, clipped, detached, droppedEdges }: ScheduleRepairs): Facts {
  const counts = [
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
