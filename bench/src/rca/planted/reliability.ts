import type { Row } from '../../benchmark.ts';

/** What was said of the first candidate of a run. */
export interface Forecast {
  readonly probability: number;
  readonly isRight: boolean;
  /** Whether nothing had been planted. */
  readonly isHealthy: boolean;
  readonly isCompleted: boolean;
}

/** How many of the runs that completed have a fault: what the prior of the method says of them. */
const faultyShare = 0.05;
const bins = 5;

/**
 * How often the first candidate is right where it is so probable: as often as it says, if the probabilities can be believed.
 * Runs that completed are weighted so that one in twenty is faulty, as is assumed: what looks like a fault in one of a hundred
 * healthy runs is mostly none. Expected calibration error over the bins, and the Brier score, in the last row.
 */
export function* reliability(forecasts: readonly Forecast[], name: string): Generator<Row> {
  const completed = forecasts.filter(({ isCompleted }) => isCompleted);
  const healthy = completed.filter(({ isHealthy }) => isHealthy).length;
  const weightOf = ({ isCompleted, isHealthy }: Forecast): number => {
    if (!isCompleted || healthy === 0 || healthy === completed.length) return 1;
    return completed.length * (isHealthy ? (1 - faultyShare) / healthy : faultyShare / (completed.length - healthy));
  };
  const sumOf = (of: readonly Forecast[], figure: (one: Forecast) => number): number =>
    of.reduce((sum, one) => sum + weightOf(one) * figure(one), 0);
  const all = sumOf(forecasts, () => 1);
  const rightIn = (one: Forecast): number => Number(one.isRight);
  const byBin = Map.groupBy(forecasts, ({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)));
  let error = 0;
  for (const [bin, of] of [...byBin].toSorted(([a], [b]) => a - b)) {
    const weight = sumOf(of, () => 1);
    const [said, right] = [sumOf(of, ({ probability }) => probability), sumOf(of, rightIn)];
    error += Math.abs(said - right) / all;
    yield {
      columns: {
        group: `${name}: probability ${bin / bins} to ${(bin + 1) / bins}`,
        cases: of.length,
        'AC@1': right / weight,
        'mean probability': said / weight,
      },
    };
  }
  yield {
    columns: {
      group: `${name}: calibration`,
      cases: forecasts.length,
      ECE: error,
      Brier: sumOf(forecasts, (one) => (one.probability - rightIn(one)) ** 2) / all,
    },
  };
}
