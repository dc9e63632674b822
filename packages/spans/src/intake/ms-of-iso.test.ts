import { expect, it } from 'vitest';
import { msOfIso } from './ms-of-iso.ts';

const second = Date.UTC(2024, 9, 13, 7, 5, 38);

it.for([
  ['2024-10-13T07:05:38Z', second],
  ['2024-10-13t07:05:38.291z', second + 291],
  [' 2024-10-13T07:05:38.291001', second + 291.001],
  ['2024-10-13 07:05:38.2910010007', second + 291.001],
  ['2024-10-13T07:05:38,5', second + 500],
  ['2024-10-13T09:05:38.5+02:00', second + 500],
  ['2024-10-13T09:05:38.5+0200', second + 500],
  ['2024-10-13', Number.NaN],
  ['2024-13-13T07:05:38Z', Number.NaN],
  ['', Number.NaN],
] as const)('reads %j', ([text, ms]) => {
  expect(msOfIso(text)).toBe(ms);
});
