import { linearRegression } from 'simple-statistics';
import { mannKendall } from '@faultline/stats';
import { normal, type Random } from '../calibration/families.ts';
import { learnedHistory } from '../calibration/learned-history.ts';
import { scorerOf, type MethodScores } from './method-scores.ts';
import type { Trial } from './power-row.ts';

const runs = 60;
/** One run in twenty uses much more memory, as when a cache is rebuilt. */
const spikeChance = 0.05;

/** The memory of a step over 60 runs: level, or rising by 20 % or 40 % from the first to the last. */
export function* leaks(trials: number, random: Random): Iterable<Trial> {
  for (let trial = 0; trial < trials; trial++) {
    const level = Array.from(
      { length: runs },
      () => 500 * Math.exp(0.2 * normal(random)) * (random() < spikeChance ? 3 : 1),
    );
    const rising = (growth: number): MethodScores =>
      scoresOf(
        level.map((value, run) => value * (1 + (growth * run) / (runs - 1))),
        trial,
      );
    yield { kind: 'memory', usual: rising(0), planted: { '20 % leak': rising(0.2), '40 % leak': rising(0.4) } };
  }
}

/** Ours and least squares look at the whole series, the others at the last run beside those before. */
function scoresOf(series: readonly number[], trial: number): MethodScores {
  const [last = 0] = series.slice(-1);
  const earlier = series.slice(0, -1);
  const { ours: oneRun, ...others } = scorerOf(earlier, learnedHistory(earlier, `trial${trial}`), trial)(last);
  return { ours: mannKendall(series).z, 'ours, one run': oneRun, ...others, 'least squares': leastSquaresT(series) };
}

/** The slope of the regression line in standard errors. */
function leastSquaresT(series: readonly number[]): number {
  const { m: slope, b: intercept } = linearRegression(series.map((value, run) => [run, value]));
  const middle = (series.length - 1) / 2;
  let residual = 0;
  let spread = 0;
  for (const [run, value] of series.entries()) {
    residual += (value - intercept - slope * run) ** 2;
    spread += (run - middle) ** 2;
  }
  return slope / Math.sqrt(residual / (series.length - 2) / spread);
}
