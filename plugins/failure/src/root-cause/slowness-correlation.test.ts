import { viewOf } from '@faultline/core';
import { baselines, type Baselines } from '@faultline/facts';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { normalQuantile, seededRandom } from '@faultline/stats';
import { expect, it } from 'vitest';
import { slownessCorrelation } from './slowness-correlation.ts';

const steps = ['fetch', 'parse', 'rank', 'mail'];

/** Runs whose times have this correlation, as logarithms. */
function learnedWith(correlation: number, runs: number): Baselines {
  const random = seededRandom(1);
  const normal = (): number => normalQuantile(Math.max(1e-9, random()));
  let state = baselines.empty();
  for (let number = 0; number < runs; number++) {
    const day = normal();
    const executions = steps.map((stepId) => {
      const z = Math.sqrt(correlation) * day + Math.sqrt(1 - correlation) * normal();
      return executionOf({ id: stepId, stepId, startMs: 0, endMs: 100 * Math.exp(0.4 * z) });
    });
    state = baselines.add(state, viewOf(runOf(executions, { id: `run-${number}`, workflowId: 'mail' })));
  }
  return baselines.view(state);
}

it.each([0.3, 0.6, 0.9])('is that of the times of earlier runs: %f', (correlation) => {
  expect(Math.abs(slownessCorrelation(learnedWith(correlation, 240), 'mail', steps) - correlation)).toBeLessThan(0.12);
});

it('is at least 0.1, and 0.5 where hardly anything was learned', () => {
  expect(slownessCorrelation(learnedWith(0, 240), 'mail', steps)).toBe(0.1);
  expect(slownessCorrelation(learnedWith(0, 5), 'mail', steps)).toBe(0.5);
  expect(slownessCorrelation(learnedWith(0, 240), 'other', steps)).toBe(0.5);
});
