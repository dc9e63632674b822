import { describe, expect, it } from 'vitest';
import { tailPValue, type TailP } from './tail-p-value.ts';
import { mirrored, type KeptValues } from './upper-p-value.ts';

const keptOf = (values: readonly number[]): KeptValues => ({
  count: values.length,
  buckets: [],
  sampled: values.toSorted((a, b) => a - b),
  largest: values.toSorted((a, b) => b - a),
});
const upper = (values: readonly number[]): ((value: number) => TailP) => tailPValue(keptOf(values));
function lower(values: readonly number[]): (value: number) => TailP {
  const pOf = tailPValue(
    mirrored(
      keptOf(values),
      values.toSorted((a, b) => a - b),
    ),
  );
  return (value) => pOf(-value);
}
const fifty = Array.from({ length: 50 }, (_, index) => index + 1);

describe('tailPValue', () => {
  it('is exact up to the largest value, and extrapolated beyond', () => {
    expect(upper(fifty)(50)).toEqual({ p: 2 / 51, guarantee: 'exact' });
    const beyond = upper(fifty)(70);
    expect(beyond.guarantee).toBe('extrapolated');
    expect(beyond.p).toBeCloseTo(0.2 * Math.exp(-30 / 9.110418655116781), 12);
  });

  it('stays exact where the tail says no less than the rank', () => {
    expect(upper(fifty)(55)).toEqual({ p: 1 / 51, guarantee: 'exact' });
  });

  it('stays at 1/(n + 1) where there is no tail to fit', () => {
    expect(upper([5, 5, 5])(6)).toEqual({ p: 1 / 4, guarantee: 'exact' });
    expect(upper(fifty.slice(0, 10))(1e9)).toEqual({ p: 1 / 11, guarantee: 'exact' });
  });

  it('knows that a lower tail of positive values ends at 0', () => {
    const values = fifty.map((value) => Math.exp((value - 40) / 10));
    const pOf = lower(values);
    const ps = [values[0], 0.01, 0.001, 1e-6, 0, -1].map((value) => pOf(value).p);
    expect(ps[0]).toBe(2 / 51);
    expect(ps.slice(1).every((p, index) => p <= (ps[index] ?? 0))).toBe(true);
    expect(ps.slice(-2)).toEqual([1e-12, 1e-12]);
    expect(lower(values.map((value) => value * 7000))(7)).toEqual(
      expect.objectContaining({ p: expect.closeTo(ps[2] ?? NaN, 12) }),
    );
  });

  it('mirrors where values have both signs', () => {
    const around = fifty.map((value) => value - 25.5);
    expect(lower(around)(-40)).toEqual(upper(around)(40));
  });
});
