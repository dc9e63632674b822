import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conformalPValue } from './conformal-p-value.ts';

const pOf = (value: number, earlier: readonly number[]): number =>
  conformalPValue(earlier.filter((one) => one >= value).length, earlier.length);

describe('conformalPValue', () => {
  it('is never 0, and 1 where nothing is known', () => {
    expect(pOf(8, [2, 2, 3])).toBe(1 / 4);
    expect(pOf(8, [])).toBe(1);
    expect(pOf(1, [2, 2, 3])).toBe(1);
  });

  // What exchangeability means: each of n + 1 values is as likely as any other to be the new one.
  it('is at most α for at most a share α of the values, whichever is the new one', () => {
    const values = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, alpha) => {
        const alarms = all.filter((value, index) => pOf(value, all.toSpliced(index, 1)) <= alpha);
        expect(alarms.length).toBeLessThanOrEqual(alpha * all.length + 1e-9);
      }),
    );
  });

  it('depends on the order of values alone, not on their scale', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), values, (value, earlier) => {
        const cubed = earlier.map((one) => one ** 3);
        expect(pOf(value ** 3, cubed)).toBe(pOf(value, earlier));
      }),
    );
  });
});
