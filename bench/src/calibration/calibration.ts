import { seededRandom } from '@faultline/stats';
import type { Benchmark, Row } from '../benchmark.ts';
import { alarmRates, type AlarmRates } from './alarm-rates.ts';
import { discoveries, historySize, type Discoveries } from './false-discoveries.ts';
import { autocorrelated, families, type Random } from './families.ts';
import { repeatedExecutionRates } from './repeated-executions.ts';

/**
 * Whether alarms keep their promise: usual values against what was learned of their kind, for 12 families of distributions
 * and one that breaks the condition. Fails where alarms by exact p-values are more frequent than promised, or less frequent
 * where nothing prevents the promised rate; also for a step that runs twenty times in each run. Then the share of false discoveries among many tests.
 */
export const calibration: Benchmark = {
  name: 'calibration',
  description: 'Realised false-alarm rates of conformal p-values, beside z, MAD and IQR; false discovery rates.',
  needsData: false,
  async *run({ isQuick }) {
    const trials = isQuick ? 500 : 10_000;
    for (const [number, { name, hasTies, draw }] of families.entries())
      for (const size of isQuick ? [20, 50, 200] : [20, 50, 200, 1000]) {
        const random = seededRandom(1000 * number + size);
        for (const { level, rates } of alarmRates(() => () => draw(random), size, levelsOf(size), trials))
          yield {
            columns: ratesRow(name, size, level, rates),
            ...broken(rates, { name, size, level, trials, hasTies }),
          };
      }
    yield* repeatedRows(isQuick ? 100 : 2000, seededRandom(11_000));
    const random = seededRandom(12_000);
    for (const { level, rates } of alarmRates(() => autocorrelated(random), 200, [0.05, 0.01], trials))
      yield { columns: ratesRow('AR(1) 0.9, lognormal', 200, level, rates) };
    yield* discoveries([0, 5, 20], isQuick ? 20 : 500, falseDiscoveryRate, seededRandom(13_000)).map(discoveryRow);
  },
};

const falseDiscoveryRate = 0.05;

/** Twenty executions of each run: that resemble each other not at all, somewhat, and so much that they are one. */
function* repeatedRows(trials: number, random: Random): Generator<Row> {
  const [runs, executionsPerRun] = [100, 20];
  for (const [runSpread, spread] of [
    [0, 0.5],
    [0.3, 0.3],
    [0.5, 0.05],
  ] as const) {
    const levels = [0.05, 0.02];
    const rates = repeatedExecutionRates({ runs, executionsPerRun, runSpread, spread }, levels, trials, random);
    for (const [at, level] of levels.entries()) {
      const rate = rates[at] ?? 0;
      const family = `${executionsPerRun} executions a run, spread ${runSpread} of runs, ${spread} within`;
      // Ten runs are held against each history, so that they go together.
      const most = level + 3 * Math.sqrt((level * (1 - level) * 10) / trials);
      yield {
        columns: { family, n: runs * executionsPerRun, 'nominal %': percent(level), 'exact %': percent(rate) },
        ...(rate > most && {
          missed: `${family}: exact alarms at ${percent(level)} % came in ${percent(rate)} % of runs`,
        }),
      };
    }
  }
}

/** Where history is long, also a level whose rank lies between the values that are kept, and one beyond all history. */
const levelsOf = (size: number): number[] => [
  ...(size === 1000 ? [0.2] : []),
  0.05,
  0.01,
  ...(size === 200 ? [0.001] : []),
];

const percent = (share: number): number => 100 * share;

const ratesRow = (family: string, n: number, level: number, rates: AlarmRates): Row['columns'] => ({
  family,
  n,
  'nominal %': percent(level),
  'exact %': percent(rates.exact),
  'both sides %': percent(rates.bothSides),
  // From 1/(n + 1) on the two are the same.
  'extrapolated %': level < 1 / (n + 1) ? percent(rates.extrapolated) : undefined,
  'z %': percent(rates.z),
  'MAD %': percent(rates.MAD),
  'IQR %': percent(rates.IQR),
});

interface Condition {
  readonly name: string;
  readonly size: number;
  readonly level: number;
  readonly trials: number;
  readonly hasTies: boolean | undefined;
}

/** Whether a rate is over what was promised, or under what ranks can give, by more than three standard deviations. */
function broken(rates: AlarmRates, { name, size, level, trials, hasTies }: Condition): Pick<Row, 'missed'> {
  const reach = 3 * Math.sqrt((level * (1 - level)) / trials);
  /** Whether ranks come near enough to a level. */
  const isReachable = (at: number): boolean => {
    const rank = at * (size + 1);
    return hasTies !== true && (rank >= 10 || (rank >= 1 && Number.isInteger(rank)));
  };
  const judge = (what: string, rate: number, canReach: boolean): string[] =>
    rate > level + reach || (canReach && rate < level - reach)
      ? [`${name}, n = ${size}: ${what} alarms at ${percent(level)} % came in ${percent(rate).toFixed(2)} % of trials`]
      : [];
  const misses = [
    ...judge('exact', rates.exact, isReachable(level)),
    ...judge('two-sided', rates.bothSides, isReachable(level / 2)),
  ];
  return misses.length > 0 ? { missed: misses.join('; ') } : {};
}

function discoveryRow({ planted, guarantee, falseShare, falseShareSd, found }: Discoveries): Row {
  const columns = {
    family: `FDR, ${planted} of 100 planted, ${guarantee}`,
    n: historySize,
    'nominal %': percent(falseDiscoveryRate),
    'false discoveries %': percent(falseShare),
    'found %': planted === 0 ? undefined : percent(found),
  };
  return guarantee === 'exact' && falseShare > falseDiscoveryRate + 3 * falseShareSd
    ? { columns, missed: `with ${planted} planted, ${percent(falseShare).toFixed(2)} % of discoveries are false` }
    : { columns };
}
