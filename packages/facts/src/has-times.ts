import type { RunView } from '@faultline/core';

/** Whether times were recorded. Where an ingester made them up, only their order means something. O(notes). */
export const hasTimes = ({ notes }: RunView): boolean => notes.every(({ id }) => id !== 'ingest/derived-times');
