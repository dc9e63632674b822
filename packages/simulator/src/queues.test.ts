import { expect, it } from 'vitest';
import { workflowOf } from './arbitrary-workflow.test-support.ts';
import { exponential, type QuantileFunction } from './durations.ts';
import { simulate } from './simulate.ts';

const waitsMs = (
  runs: number,
  servers: number,
  betweenRunsMs: number | QuantileFunction,
  durationMs: number | QuantileFunction,
): number[] =>
  Array.from(
    simulate(workflowOf({ id: 'serve', resources: { servers: 1 } }), {
      seed: 11,
      runs,
      betweenRunsMs,
      pools: { servers },
      behaviourOf: () => ({ durationMs }),
    }),
    ({ run: { startMs, executions } }) => executions[0].startMs - startMs,
  );
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

it('M/M/1: at half load one waits as long as one is served, on average', () => {
  const count = 20_000;
  const load = 0.5;
  const waited = mean(waitsMs(count, 1, exponential(1 / load), exponential(1)));
  // Variance of the mean of so many successive waits: D. J. Daley, "The serial correlation coefficients of waiting times
  // in a stationary single server queue", Journal of the Australian Mathematical Society 8 (1968).
  const variance = (load * (2 + 5 * load - 4 * load ** 2 + load ** 3)) / (1 - load) ** 4;
  expect(Math.abs(waited - load / (1 - load))).toBeLessThan(3 * Math.sqrt(variance / count));
});

it('M/M/3: waits are those of the formula of Erlang', () => {
  // Offered 2: C(3, 2) = (2^3 / 3! * 3 / (3 - 2)) / (1 + 2 + 2 + 4) = 4/9, and a mean wait of C / (3 - 2).
  const waited = waitsMs(20_000, 3, exponential(1 / 2), exponential(1));
  // Successive waits depend on each other, means of a thousand hardly do.
  const batches = Array.from({ length: 20 }, (_, batch) => mean(waited.slice(batch * 1000, (batch + 1) * 1000)));
  const variance = batches.reduce((sum, value) => sum + (value - mean(batches)) ** 2, 0) / 19;
  expect(Math.abs(mean(waited) - 4 / 9)).toBeLessThan(3 * Math.sqrt(variance / 20));
});

it('D/D/c: without excess nobody waits, with excess everyone waits longer than the one before', () => {
  expect(waitsMs(50, 2, 2, 4).every((ms) => ms === 0)).toBe(true);
  expect(waitsMs(5, 1, 3, 5)).toEqual([0, 2, 4, 6, 8]);
  expect(waitsMs(6, 2, 2, 5)).toEqual([0, 0, 1, 1, 2, 2]);
});
