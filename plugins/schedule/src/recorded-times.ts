import { z } from 'zod';
import { hasTimes, type RunView } from '@faultline/core';

/** How the times of a run are known. */
export const timesSchema = z
  .enum(['recorded', 'derived'])
  .describe('derived: not measured, but made up from order or durations where the run was read.');

type Times = z.infer<typeof timesSchema>;

/** Whether the times of a run were recorded, or derived where it was read. O(notes). */
export const timesOf = (run: RunView): Times => (hasTimes(run) ? 'recorded' : 'derived');

/** A sentence about time, with a warning where it rests on times that nobody measured. */
export const qualified = (text: string, times: Times): string =>
  times === 'recorded' ? text : `${text} Times are derived, not measured.`;
