import { normalQuantile } from '@faultline/stats';
import { learnedHistory } from './learned-history.ts';
import { usualScores } from './usual-scores.ts';

const methods = ['exact', 'bothSides', 'extrapolated', 'z', 'MAD', 'IQR'] as const;

/** The share of usual values that raise an alarm, by method. */
export type AlarmRates = Record<(typeof methods)[number], number>;

/**
 * Draws a history and one more value of the same kind, again and again, and counts who takes it for unusual at each level.
 *
 * @param draw makes the values of one trial, one after the other
 */
export function alarmRates(
  draw: () => () => number,
  size: number,
  levels: readonly number[],
  trials: number,
): { readonly level: number; readonly rates: AlarmRates }[] {
  const alarms = levels.map((level) => ({
    level,
    limit: normalQuantile(1 - level),
    rates: { exact: 0, bothSides: 0, extrapolated: 0, z: 0, MAD: 0, IQR: 0 },
  }));
  for (let trial = 0; trial < trials; trial++) {
    const next = draw();
    const history = Array.from({ length: size }, next);
    const value = next();
    const { pAtLeast, pBeyond, tailP } = learnedHistory(history, `trial${trial}`);
    const ps = { exact: pAtLeast(value), bothSides: pBeyond(value), extrapolated: tailP(value, 'upper').p };
    const { z, MAD, IQR } = usualScores(history, value);
    for (const { level, limit, rates } of alarms) {
      const isAlarm = {
        exact: ps.exact <= level,
        bothSides: ps.bothSides <= level,
        extrapolated: ps.extrapolated <= level,
        z: z > limit,
        MAD: MAD > limit,
        IQR: IQR > limit,
      };
      for (const method of methods) if (isAlarm[method]) rates[method] += 1 / trials;
    }
  }
  return alarms;
}
