import { mean, sampleStandardDeviation } from 'simple-statistics';
import { benjaminiHochberg, simes } from '@faultline/stats';
import { normal, type Random } from './families.ts';
import { learnedHistory } from './learned-history.ts';

/** What Benjamini-Hochberg over the steps of simulated runs reports. */
export interface Discoveries {
  readonly planted: number;
  readonly guarantee: 'exact' | 'extrapolated';
  /** The mean share of false ones among those reported, 0 where none is. */
  readonly falseShare: number;
  /** The standard deviation of that mean. */
  readonly falseShareSd: number;
  /** The share of planted anomalies that were reported. */
  readonly found: number;
}

const steps = 100;
const metrics = 3;
/** How long the history of a step is. */
export const historySize = 200;
const plantedFactor = 8;

/**
 * Simulates runs of 100 steps with three metrics each, which vary together, every step with a history of its own; in the
 * first `planted` steps all metrics are eight times what they would be. P-values of a step are combined by Simes.
 */
export function discoveries(
  plantedCounts: readonly number[],
  runs: number,
  level: number,
  random: Random,
): Discoveries[] {
  const tallies = plantedCounts.flatMap((planted) =>
    (['exact', 'extrapolated'] as const).map((guarantee) => ({ planted, guarantee, shares: [] as number[], found: 0 })),
  );
  for (let run = 0; run < runs; run++) {
    const tested = Array.from({ length: steps }, (_, step) => testedStep(`${run}/${step}`, random));
    for (const tally of tallies) {
      const { planted, guarantee, shares } = tally;
      const ps = tested.map(({ usual, anomalous }, step) => (step < planted ? anomalous : usual)[guarantee]);
      const reported = benjaminiHochberg(ps).flatMap((q, step) => (q <= level ? [step] : []));
      const wrong = reported.filter((step) => step >= planted).length;
      shares.push(reported.length === 0 ? 0 : wrong / reported.length);
      tally.found += reported.length - wrong;
    }
  }
  return tallies.map(({ planted, guarantee, shares, found }) => ({
    planted,
    guarantee,
    falseShare: mean(shares),
    falseShareSd: sampleStandardDeviation(shares) / Math.sqrt(runs),
    found: found / (runs * planted),
  }));
}

type StepP = Record<Discoveries['guarantee'], number>;

/** The p-values of a step as it usually is, and of the same with an anomaly. */
function testedStep(name: string, random: Random): { readonly usual: StepP; readonly anomalous: StepP } {
  const executions = Array.from({ length: historySize + 1 }, () => figures(random));
  const tests = Array.from({ length: metrics }, (_, metric) => {
    const [value = 0, ...history] = executions.map((one) => one[metric] ?? 0);
    return { value, distribution: learnedHistory(history, `${name}/${metric}`) };
  });
  const combined = (factor: number): StepP => ({
    exact: simes(tests.map(({ value, distribution }) => distribution.pAtLeast(factor * value))),
    extrapolated: simes(tests.map(({ value, distribution }) => distribution.tailP(factor * value, 'upper').p)),
  });
  return { usual: combined(1), anomalous: combined(plantedFactor) };
}

/** Duration, tokens and cost of one execution: lognormal, and more of one is more of the others. */
function figures(random: Random): number[] {
  const size = normal(random);
  return Array.from({ length: metrics }, () => 100 * Math.exp(0.4 * size + 0.3 * normal(random)));
}
