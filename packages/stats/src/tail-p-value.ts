import { extrapolatedPValue, tailFit, type Tail } from './tail-fit.ts';
import { upperPValue, type KeptValues } from './upper-p-value.ts';

/**
 * A p-value, and what it rests on. `exact`: a share of at most α of usual values has p <= α, whatever their distribution.
 * `extrapolated`: the value lies beyond all that were seen, and p comes from a tail that was fitted to them.
 */
export interface TailP {
  readonly p: number;
  readonly guarantee: 'exact' | 'extrapolated';
}

/**
 * P-values for large values: exact ones, and beyond the largest value seen those of a fitted tail, where there is one to
 * fit. Where all values are below 0, so that nothing is expected above it, the tail of -log(-x) is fitted: it ends at 0,
 * whatever its shape. The tail is fitted when it is first asked for. Never rises with the value.
 *
 *     1, 2, … 50   ->   at 50: 2/51, exact; at 70: 0.007, extrapolated; at 100: 0.0003
 *
 * @param exact the `upperPValue` of the same values
 */
export function tailPValue(kept: KeptValues, exact = upperPValue(kept)): (value: number) => TailP {
  const { count, largest } = kept;
  const isBelowZero = (largest[0] ?? 0) < 0;
  const unbounded = (value: number): number => (isBelowZero ? -Math.log(Math.max(0, -value)) : value);
  let fitted: { readonly tail: Tail | undefined } | undefined;
  return (value) => {
    const p = exact(value);
    if (largest.length === 0 || value <= largest[0]) return { p, guarantee: 'exact' };
    fitted ??= { tail: tailFit(largest.map(unbounded), count) };
    const extrapolated = fitted.tail === undefined ? p : extrapolatedPValue(fitted.tail, unbounded(value));
    return extrapolated < p ? { p: extrapolated, guarantee: 'extrapolated' } : { p, guarantee: 'exact' };
  };
}
