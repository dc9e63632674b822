import { seededRandom } from '@faultline/stats';
import type { Benchmark } from '../benchmark.ts';
import { families, normal, type Family } from '../calibration/families.ts';
import { leaks } from './leaks.ts';
import { powerRows } from './power-row.ts';
import { runAnomalies } from './run-anomalies.ts';
import { slowdowns } from './slowdowns.ts';

/**
 * How much of what was planted is detected when all methods raise false alarms equally often: each has the threshold that
 * does so on the usual cases of the same trials, one for all of them, as a user would set it.
 */
export const power: Benchmark = {
  name: 'power',
  description:
    'Planted slowdowns, leaks, lost steps, loops: detection at equal false-alarm rates, beside z, MAD, IQR, forests.',
  needsData: false,
  async *run({ isQuick }) {
    const trials = isQuick ? 360 : 4500;
    const rate = isQuick ? 0.05 : 0.01;
    for (const historySize of isQuick ? [200] : [200, 1000]) {
      const alike = [...slowdowns([lognormal], historySize, trials, seededRandom(1))];
      yield* powerRows(alike, `${lognormal.name}, n = ${historySize}`, rate);
    }
    const mixed = [...slowdowns(continuous, 200, trials, seededRandom(2))];
    for (const among of ['over all', 'in each'] as const) yield* powerRows(mixed, 'steps of 9 families', rate, among);
    yield* powerRows([...leaks(trials, seededRandom(3))], '60 runs', rate);
    const runs = await runAnomalies(isQuick ? 60 : 1200, seededRandom(4));
    yield* powerRows(runs, 'runs of 7 steps', 0.05);
  },
};

const lognormal: Family = { name: 'lognormal, sigma 0.5', draw: (random) => 100 * Math.exp(0.5 * normal(random)) };
const continuous = families.filter(({ hasTies }) => hasTies !== true);
