import { z } from 'zod';

/** How the times of a run are known, see `timesOf`. */
export const timesSchema = z
  .enum(['recorded', 'derived', 'order'])
  .describe('derived: reckoned from runtimes where the run was read. order: durations mean nothing.');

type Times = z.infer<typeof timesSchema>;

/** A sentence about time, with a warning where it rests on times that nobody measured. */
export const qualified = (text: string, times: Times): string =>
  times === 'derived' ? `${text} Times are derived, not measured.` : text;
