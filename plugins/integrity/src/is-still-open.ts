import type { RunView } from '@faultline/core';

/** Whether a run goes on as far as it says: what is not there yet may still come. */
export const isStillOpen = ({ status }: Pick<RunView, 'status'>): boolean =>
  status === 'running' || status === 'pending' || status === 'retrying';
