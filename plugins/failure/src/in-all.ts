import { formatQuantity, type RunView } from '@faultline/core';
import { hasTimes } from '@faultline/facts';

/** `, for 7 ms in all`. Empty: no times were recorded. */
export const inAll = (run: RunView, ms: number): string =>
  hasTimes(run) ? `, for ${formatQuantity(ms, 'ms')} in all` : '';
