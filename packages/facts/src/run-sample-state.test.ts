import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Run } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import {
  addToRunSample,
  emptyRunSample,
  mergeRunSamples,
  mostSampledExecutions,
  mostSampledRuns,
  type WorkflowSample,
} from './run-sample-state.ts';

interface Added {
  readonly hash: number;
  readonly executions: number;
}

/** One execution in several places: the sample only counts them. */
const runWith = (executions: number): Run => ({
  ...runOf([]),
  executions: Array.from({ length: executions }, () => executionOf()),
});
const runs = new Map([1, 900, 4000].map((executions) => [executions, runWith(executions)]));
// Few different hashes, so that many are equal.
const added = fc.record({ hash: fc.nat(40), executions: fc.constantFrom(1, 1, 1, 900, 4000) });
const histories = fc.array(added, { maxLength: 150 });

function sampleOf(history: readonly Added[]): WorkflowSample {
  const sample = emptyRunSample();
  for (const { hash, executions } of history) addToRunSample(sample, hash, () => runs.get(executions)!);
  return sample;
}
function merged(...parts: readonly WorkflowSample[]): WorkflowSample {
  const into = emptyRunSample();
  for (const part of parts) mergeRunSamples(into, part);
  return into;
}
const shown = ({ runs: count, below, sample }: WorkflowSample) => ({
  count,
  below,
  sample: sample.map(([hash, { executions }]) => `${hash}:${executions.length}`),
});

it('merges in any order and grouping to the same sample as one pass', () => {
  fc.assert(
    fc.property(histories, histories, histories, (a, b, c) => {
      const [x, y, z] = [sampleOf(a), sampleOf(b), sampleOf(c)];
      const whole = shown(sampleOf([...a, ...b, ...c]));
      expect(shown(merged(merged(x, y), z))).toEqual(whole);
      expect(shown(merged(x, merged(y, z)))).toEqual(whole);
      expect(shown(merged(z, y, x))).toEqual(whole);
    }),
  );
});

it('is all runs below the smallest hash at which they are too many, by sorting all of them', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const hashes = [...new Set(history.map(({ hash }) => hash))].toSorted((a, b) => a - b);
      const upTo = (bound: number) => history.filter(({ hash }) => hash <= bound);
      const below = hashes.find(
        (bound) =>
          upTo(bound).length > mostSampledRuns ||
          upTo(bound).reduce((sum, { executions }) => sum + executions, 0) > mostSampledExecutions,
      );
      const kept = history.filter(({ hash }) => hash < (below ?? Infinity));
      expect(sampleOf(history).sample.map(([hash]) => hash)).toEqual(
        kept.map(({ hash }) => hash).toSorted((a, b) => a - b),
      );
    }),
  );
});
