import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unitSchema, type Unit } from '@faultline/model';
import { formatQuantity } from './quantity.ts';

it.each<[number, Unit, string]>([
  [0, 'ms', '0 ms'],
  [-0, 'ms', '0 ms'],
  [0.00025, 'ms', '0.25 us'],
  [0.5, 'ms', '500 us'],
  [0.99949, 'ms', '999 us'],
  [0.9995, 'ms', '1 ms'],
  [1, 'ms', '1 ms'],
  [1.2345, 'ms', '1.23 ms'],
  [999.4, 'ms', '999 ms'],
  [999.6, 'ms', '1 s'],
  [1234, 'ms', '1.23 s'],
  [12_345, 'ms', '12.3 s'],
  [59_940, 'ms', '59.9 s'],
  [59_960, 'ms', '1 min'],
  [60_000, 'ms', '1 min'],
  [61_499, 'ms', '1 min 1.5 s'],
  [60_300, 'ms', '1 min 0.3 s'],
  [599_960, 'ms', '10 min'],
  [3_599_400, 'ms', '59 min 59 s'],
  [3_599_900, 'ms', '1 h'],
  [5_400_000, 'ms', '1 h 30 min'],
  [86_369_000, 'ms', '23 h 59 min'],
  [86_399_000, 'ms', '1 d'],
  [90_000_000, 'ms', '1 d 1 h'],
  [-1500, 'ms', '-1.5 s'],
  [-59_960, 'ms', '-1 min'],
  [0, 'usd', '0 USD'],
  [0.001234, 'usd', '0.00123 USD'],
  [-12.345, 'usd', '-12.3 USD'],
  [1234.56, 'usd', '1235 USD'],
  [1536.25, 'mib', '1536 MiB'],
  [0.1 + 0.2, 'mib', '0.3 MiB'],
  [1, 'cores', '1 core'],
  [1.0001, 'cores', '1 core'],
  [0.5, 'cores', '0.5 cores'],
  [0, 'gpus', '0 GPUs'],
  [1, 'tokens', '1 token'],
  [1_000_000, 'tokens', '1000000 tokens'],
  [7, 'count', '7'],
  [0.07, 'share', '7 %'],
  [1.13, 'share', '113 %'],
  [0, 'share', '0 %'],
  [0.000624e-2, 'share', 'under 0.01 %'],
  [-0.000624e-2, 'share', 'above -0.01 %'],
  [0.0001, 'share', '0.01 %'],
  [0.9994, 'share', '99.9 %'],
  [0.99996, 'share', 'over 99.9 %'],
  [1, 'share', '100 %'],
  [4, 'ratio', '4x'],
  [2.345, 'ratio', '2.35x'],
])('%f %s is "%s"', (value, unit, text) => {
  expect(formatQuantity(value, unit)).toBe(text);
});

it('never rounds up to a whole unit that has its own name', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
      expect(formatQuantity(ms, 'ms')).not.toMatch(/^(1000 us|1000 ms|60 s)$|60 s$|60 min|24 h/);
    }),
  );
});

it('marks negative numbers with a sign and changes nothing else', () => {
  fc.assert(
    fc.property(
      // Smaller shares have a floor, and nearly all is not all.
      fc.double({ min: 1e-4, max: 1e9, noNaN: true }).filter((value) => value < 0.9995 || value >= 1),
      fc.constantFrom(...unitSchema.options),
      (value, unit) => {
        const [positive, negative] = [formatQuantity(value, unit), formatQuantity(-value, unit)];
        expect(negative.replace(/s$/, '')).toBe(`-${positive}`.replace(/s$/, ''));
      },
    ),
  );
});
