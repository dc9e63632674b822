import fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { retime, waits, weightsOf } from '@faultline/graph';
import { arbitraryAgentRun, arbitraryRun } from '@faultline/plugin-testkit';
import { replay } from '@faultline/simulator';
import { concurrency } from './concurrency.ts';
import { scales, scaling } from './scaling.ts';

it('predicts with so many times the workers what replaying the run with them gives', () => {
  fc.assert(
    fc.property(arbitraryRun, (document) => {
      const run = viewOf(document);
      const row = scaling(run).find(({ name }) => name === 'workers');
      if (row === undefined) return;
      const { blocker, isImplied, readyNs } = waits(run);
      const weights = weightsOf(run);
      const demand = new Float64Array(run.size).fill(1, 0, run.executionCount);
      for (let node = 0; node < run.executionCount; node++) {
        if (run.parent[node] >= 0) demand[run.parent[node]] = 0;
        const isOwn = (blocker[node] >= 0 && isImplied[node] === 0) || run.isPlanned[run.parent[node] + 1] === 1;
        if (isOwn && readyNs[node] < run.startNs[node] && run.executions[node].attempt === 1) weights.delayNs[node] = 0;
      }
      const capacity = Math.max(1, concurrency(run).peak) * (1 + 1e-9);
      const replayed = scales.map(
        (scale) => replay(run, weights, [{ demand, capacity: capacity * scale }]).untilNs / 1e6,
      );
      expect(row.makespanMs.at(-1)).toBeGreaterThanOrEqual(retime(run, weights).untilNs / 1e6);
      for (const [at, ms] of row.makespanMs.entries()) expect(ms).toBeCloseTo(replayed[at], 6);
    }),
    { numRuns: 300 },
  );
});

it('has room for all that ran, be it for an instant', () => {
  fc.assert(
    fc.property(fc.oneof(arbitraryRun, arbitraryAgentRun), (document) => {
      for (const { makespanMs } of scaling(viewOf(document))) expect(makespanMs.every(Number.isFinite)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
