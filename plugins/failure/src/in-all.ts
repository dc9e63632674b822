import { formatQuantity, hasTimes, type RunView } from '@faultline/core';

/** `, for 7 ms in all`. Empty: no times were recorded. */
export const inAll = (run: RunView, ms: number): string =>
  hasTimes(run) ? `, for ${formatQuantity(ms, 'ms')} in all` : '';
