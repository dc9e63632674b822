import { seededRandom } from '@faultline/stats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateOf } from './rate.ts';

const guess = { share: 0.05, cases: 2, basis: 'prior' } as const;
const declared = { share: 0.08, cases: 20, basis: 'declared' } as const;

describe('rateOf', () => {
  it('is what was believed before anything was seen', () => {
    expect(rateOf(0, 0, guess)).toMatchObject({ expected: 0.05, basis: 'prior', observed: 0 });
    expect(rateOf(0, 0, declared)).toMatchObject({ expected: 0.08, basis: 'declared' });
  });

  it('moves from what was declared to what is seen, and forgets the former from 50 cases on', () => {
    expect(rateOf(0, 5, declared).expected).toBeCloseTo(1.6 / 25, 12);
    expect(rateOf(10, 49, declared)).toMatchObject({ basis: 'declared', observed: 49 });
    expect(rateOf(10, 50, declared)).toMatchObject({ expected: 10.5 / 51, basis: 'learned' });
    expect(rateOf(1, 3, guess).basis).toBe('learned');
  });

  it('never says never: what failed this once may fail again', () => {
    expect(rateOf(0, 500, declared).expected).toBeGreaterThan(0);
    expect(rateOf(50, 50, declared).expected).toBeLessThan(1);
  });

  it('has an interval around it that narrows with what is seen', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.constantFrom(guess, declared), (happened, more, prior) => {
        const { low, expected, high } = rateOf(happened, happened + more, prior);
        expect(low).toBeLessThanOrEqual(expected);
        expect(high).toBeGreaterThanOrEqual(expected);
        const larger = rateOf(happened * 100, (happened + more) * 100, prior);
        expect(larger.high - larger.low).toBeLessThanOrEqual(high - low);
      }),
    );
  });

  it.each([
    [0.1, 0.3, 200],
    [0.02, 0.5, 500],
    [0.3, 0.1, 60],
  ])('holds a product of rates between the products of the ends: p %d, f %d, %i cases', (p, f, cases) => {
    const uniform = seededRandom(1);
    const countOf = (share: number, of: number): number =>
      Array.from({ length: of }, uniform).filter((one) => one < share).length;
    let held = 0;
    for (let trial = 0; trial < 1000; trial++) {
      const failed = countOf(p, cases);
      const fails = rateOf(failed, cases, guess);
      const failsAgain = rateOf(countOf(f, failed), failed, { share: fails.expected, cases: 2, basis: 'prior' });
      const isHeld = fails.low * failsAgain.low ** 2 <= p * f ** 2 && p * f ** 2 <= fails.high * failsAgain.high ** 2;
      if (isHeld) held++;
    }
    expect(held / 1000).toBeGreaterThanOrEqual(0.95);
  });
});
