import type { Run } from '@faultline/model';

/** Whether times were recorded. Where an ingester made them up, only their order means something. O(notes). */
export const hasTimes = ({ notes }: Pick<Run, 'notes'>): boolean =>
  notes.every(({ id }) => id !== 'ingest/derived-times');
