import type { Run, RunSummary } from '@faultline/model';

/** How the times of a run are known, as its notes say. O(notes). */
export const timesOf = ({ notes }: Pick<Run, 'notes'>): RunSummary['times'] => {
  if (notes.some(({ id }) => id === 'ingest/order-only')) return 'order';
  return notes.some(({ id }) => id === 'ingest/derived-times') ? 'derived' : 'recorded';
};

/** Whether durations mean anything: they do, unless only the order was recorded. O(notes). */
export const hasTimes = (run: Pick<Run, 'notes'>): boolean => timesOf(run) !== 'order';
