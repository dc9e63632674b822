import type { StepDefinition, StepDefinitionInput } from '@faultline/model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryWorkflow, workflowOf } from './arbitrary-workflow.test-support.ts';
import { exponential, uniform } from './durations.ts';
import { drawnRuns, monteCarlo, type MonteCarloOptions } from './monte-carlo.ts';
import { simulate } from './simulate.ts';

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviationOf = (values: Float64Array): number => {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};

const runs = 40_000;
const makespans = (steps: readonly StepDefinitionInput[], options: Partial<MonteCarloOptions> = {}): Float64Array =>
  monteCarlo(workflowOf(...steps), { runs, seed: 3, behaviourOf: () => ({ durationMs: exponential(1) }), ...options });
/** How many deviations of the mean of so many runs it is off, given that of one run. */
const deviationsOff = (values: Float64Array, mean: number, deviation: number): number =>
  Math.abs(meanOf(values) - mean) / (deviation / Math.sqrt(values.length));
const numbered = (count: number, needs: (at: number) => string[] = () => []): StepDefinitionInput[] =>
  Array.from({ length: count }, (_, at) => ({ id: `s${at}`, dependencies: needs(at) }));

describe('makespans', () => {
  it('are those of the runs that simulate makes, with and without pools', () => {
    fc.assert(
      fc.property(
        arbitraryWorkflow,
        fc.nat(),
        fc.constantFrom({}, { workers: 1 }, { workers: 2 }, { workers: 3 }),
        fc.constantFrom('fifo' as const, 'first-fit' as const),
        ({ definition, behaviourOf }, seed, pools, policy) => {
          const options = { seed, runs: 5, behaviourOf, pools, policy };
          const simulated = [...simulate(definition, options)].map(({ run: { startMs, endMs = Infinity } }) =>
            endMs === Infinity ? Infinity : Math.round((endMs - startMs) * 1e6),
          );
          const drawn = [...monteCarlo(definition, options)].map((ms) => (ms < Infinity ? Math.round(ms * 1e6) : ms));
          expect(drawn).toEqual(simulated);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('come with how the runs ended, where asked for', () => {
    fc.assert(
      fc.property(arbitraryWorkflow, fc.nat(), ({ definition, behaviourOf }, seed) => {
        const options = { seed, runs: 5, behaviourOf };
        const { makespansMs, hasFailed } = drawnRuns(definition, options);
        expect(makespansMs).toEqual(monteCarlo(definition, options));
        const ends = [...simulate(definition, options)].map(({ run: { status } }) => Number(status === 'failed'));
        expect([...hasFailed]).toEqual(ends);
      }),
    );
  });

  it('change with the seed, and with nothing else', () => {
    const steps = numbered(3);
    expect(makespans(steps, { runs: 9 })).toEqual(makespans(steps, { runs: 10 }).subarray(0, 9));
    expect(makespans(steps, { runs: 9, seed: 4 })).not.toEqual(makespans(steps, { runs: 9 }));
  });
});

describe('exponential steps with mean 1', () => {
  it('in a chain of n take n on average, with variance n', () => {
    for (const count of [1, 5, 20]) {
      const values = makespans(numbered(count, (at) => (at === 0 ? [] : [`s${at - 1}`])));
      expect(deviationsOff(values, count, Math.sqrt(count))).toBeLessThan(3);
      expect(deviationOf(values)).toBeCloseTo(Math.sqrt(count), 0);
    }
  });

  it('side by side take the harmonic number H_n on average', () => {
    for (const count of [2, 10, 50]) {
      const ranks = Array.from({ length: count }, (_, at) => at + 1);
      const harmonic = ranks.reduce((sum, rank) => sum + 1 / rank, 0);
      const variance = ranks.reduce((sum, rank) => sum + 1 / rank ** 2, 0);
      expect(deviationsOff(makespans(numbered(count)), harmonic, Math.sqrt(variance))).toBeLessThan(3);
    }
  });

  it('between a fork and a join take as long as those three parts', () => {
    const middle = ['s1', 's2', 's3', 's4'];
    const needs = (at: number): string[] => (at < 5 ? ['s0'].slice(0, at) : middle);
    // H_4, of variance 1 + 1/4 + 1/9 + 1/16.
    expect(deviationsOff(makespans(numbered(6, needs)), 1 + 25 / 12 + 1, Math.sqrt(2 + 205 / 144))).toBeLessThan(3);
  });

  it('in two chains of two side by side take 11/4', () => {
    // Of two sums of two: 2 * E(X) - E(min), and the integral of ((1 + t) exp(-t))^2 is 5/4.
    const values = makespans(numbered(4, (at) => (at < 2 ? [] : [`s${at - 2}`])));
    expect(deviationsOff(values, 11 / 4, deviationOf(values))).toBeLessThan(3);
  });

  it('on one worker take n, on two of them less', () => {
    const steps = numbered(6).map((step) => ({ ...step, resources: { workers: 1 } }));
    expect(deviationsOff(makespans(steps, { pools: { workers: 1 } }), 6, Math.sqrt(6))).toBeLessThan(3);
    // One after the other ends at rate 2, the last at rate 1.
    expect(deviationsOff(makespans(steps, { pools: { workers: 2 } }), 5 / 2 + 1, Math.sqrt(5 / 4 + 1))).toBeLessThan(3);
  });
});

it('the larger of two uniform steps takes 2/3 on average', () => {
  const values = makespans(numbered(2), { behaviourOf: () => ({ durationMs: uniform(0, 1) }) });
  expect(deviationsOff(values, 2 / 3, Math.sqrt(1 / 18))).toBeLessThan(3);
});

it('a step tried until it succeeds takes 1 / (1 - p) on average', () => {
  const tried = { durationMs: 1, failureProbability: 0.25, maxAttempts: 50 };
  expect(
    deviationsOff(makespans(numbered(1), { behaviourOf: () => tried }), 4 / 3, Math.sqrt(0.25) / 0.75),
  ).toBeLessThan(3);
});

it('a timeout cuts the tail: exponential with mean 1 until 1 takes 1 - 1/e on average', () => {
  const values = makespans(numbered(1), { behaviourOf: () => ({ durationMs: exponential(1), timeoutMs: 1 }) });
  expect(deviationsOff(values, 1 - 1 / Math.E, deviationOf(values))).toBeLessThan(3);
});

const behaviourOf =
  (factor: number) =>
  ({ id }: StepDefinition) => ({ durationMs: exponential(id === 's2' ? factor : 1) });

it('differences between two definitions are due to the change alone', () => {
  const steps = numbered(8, (at) => (at < 4 ? [] : [`s${at - 4}`, `s${(at - 3) % 4}`]));
  const before = makespans(steps, { behaviourOf: behaviourOf(1) });
  const after = makespans(steps, { behaviourOf: behaviourOf(0.5) });
  const gains = before.map((ms, run) => ms - after[run]);
  expect(gains.every((gain) => gain >= 0)).toBe(true);
  expect(deviationOf(gains)).toBeLessThan(0.5 * deviationOf(before));
});

it.each([-1, 1.5, NaN, Infinity])('refuses %d runs', (count) => {
  expect(() => monteCarlo(workflowOf({ id: 'a', expectedDurationMs: 1 }), { runs: count, seed: 1 })).toThrow(
    `There cannot be ${count} runs: it takes a whole number, 0 or more.`,
  );
});
