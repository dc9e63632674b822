import { expect, it } from 'vitest';
import { timeMsOf } from './time-ms.ts';

const second = Date.UTC(2024, 9, 13, 7, 5, 38);

it.for([
  [1_728_803_138_291, 1_728_803_138_291],
  ['2024-10-13T07:05:38Z', second],
  ['2024-10-13T07:05:38.291Z', second + 291],
  ['2024-10-13T07:05:38.291001', second + 291.001],
  ['2024-10-13 07:05:38.291001000', second + 291.001],
  ['2024-10-13T09:05:38.5+02:00', second + 500],
  ['2024-10-13T09:05:38.5+0200', second + 500],
  ['2024-10-13', Number.NaN],
  ['2024-13-13T07:05:38Z', Number.NaN],
  ['soon', Number.NaN],
  [null, Number.NaN],
  [undefined, Number.NaN],
] as const)('reads %j', ([time, timeMs]) => {
  expect(timeMsOf(time)).toBe(timeMs);
});
