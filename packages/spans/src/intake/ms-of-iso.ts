import { msOfInstant } from '@faultline/core';

/**
 * A time of ISO 8601 in milliseconds since the epoch, as `msOfInstant` reads it: without a zone it is UTC, as databases,
 * Python's `utcnow` and `to_json` of pandas write it. NaN: it is no such time.
 *
 *     "2024-10-13T07:05:38.291001"  ->  1728803138291.001
 */
export const msOfIso = (text: string): number => msOfInstant(text) ?? Number.NaN;
