import { formatQuantity } from '@faultline/core';
import type { PropagationValue } from './propagation.ts';

type Waste = Pick<PropagationValue, 'wastedMs' | 'wastedTokens' | 'wastedUsd'>;

/** `26 s of work, 1200 tokens`. Empty: nothing was wasted. */
export const wasteText = ({ wastedMs, wastedTokens, wastedUsd }: Waste): string =>
  [
    ...(wastedMs !== null && wastedMs > 0 ? [`${formatQuantity(wastedMs, 'ms')} of work`] : []),
    ...(wastedTokens > 0 ? [formatQuantity(wastedTokens, 'tokens')] : []),
    ...(wastedUsd > 0 ? [formatQuantity(wastedUsd, 'usd')] : []),
  ].join(', ');
