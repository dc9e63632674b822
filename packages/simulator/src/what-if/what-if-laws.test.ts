import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultlineError, viewOf, type RunView } from '@faultline/core';
import { criticalPath, drag, segmentsOf } from '@faultline/graph';
import { arbitraryRun } from '@faultline/plugin-testkit';
import type { Edit } from './edit.ts';
import { whatIf } from './what-if.ts';

const law = (holds: (run: RunView) => void): void => {
  fc.assert(
    fc.property(arbitraryRun, (run) => holds(viewOf(run))),
    { numRuns: 500 },
  );
};
const stepIds = ['fetch', 'parse', 'rank', '__proto__'];
const stepsOf = (run: RunView): readonly string[] => stepIds.filter((stepId) => run.executionsOf(stepId).length > 0);
const gain = (run: RunView, edits: readonly Edit[]): number => whatIf(run, edits).gainMs;

describe('without an effect', () => {
  it('no edit is the run as it was, exactly', () => {
    law((run) => {
      const { beforeMs, afterMs, gainMs, path } = whatIf(run, []);
      expect([afterMs, gainMs]).toEqual([beforeMs, 0]);
      expect(path.after).toEqual(path.before);
      const onPath = path.before.reduce((sum, { waitMs, workMs }) => sum + waitMs + workMs, 0);
      expect(onPath).toBeLessThanOrEqual(beforeMs + 1e-9);
    });
  });

  it('a factor of 1, a cache that is never hit, retries that are not needed', () => {
    law((run) => {
      for (const stepId of stepsOf(run)) {
        expect(gain(run, [{ kind: 'scale', stepId, factor: 1 }])).toBe(0);
        expect(gain(run, [{ kind: 'cache', stepId, hitRate: 0 }])).toBe(0);
        expect(gain(run, [{ kind: 'timeout', stepId, timeoutMs: 1e6 }])).toBe(0);
        const isEnough = run.executionsOf(stepId).every(({ status, attempt }) => status !== 'failed' && attempt <= 3);
        expect(isEnough ? gain(run, [{ kind: 'retries', stepId, maxAttempts: 3 }]) : 0).toBe(0);
        expect(gain(run, [{ kind: 'pool', resource: 'memoryMiB', capacity: Infinity }]) >= 0).toBe(true);
      }
    });
  });
});

it('agrees with the critical path of the run', () => {
  law((run) => {
    const waited = new Set<string>();
    for (const { node, kind } of segmentsOf(criticalPath(run)))
      if (node >= 0 && (kind === 'self' || kind === 'tail')) waited.add(run.executions[node].id);
    const worked = whatIf(run, []).path.before.filter(({ workMs }) => workMs > 0);
    expect(worked.map(({ executionId }) => executionId).toSorted()).toEqual([...waited].toSorted());
  });
});

it('never gains more by scaling a step that ran once than its drag', () => {
  law((run) => {
    const { dragNs } = drag(run);
    for (const stepId of stepsOf(run)) {
      const [execution, ...others] = run.executionsOf(stepId);
      if (execution === undefined || others.length > 0) continue;
      const most = Math.max(0, dragNs[run.nodeOf(execution)]) / 1e6;
      expect(gain(run, [{ kind: 'scale', stepId, factor: 0.5 }])).toBeLessThanOrEqual(most + 1e-9);
      expect(gain(run, [{ kind: 'scale', stepId, factor: 0 }])).toBeLessThanOrEqual(most + 1e-9);
    }
  });
});

it('scales a step twice as by the product', () => {
  const factor = fc.constantFrom(0, 0.25, 0.5, 1, 2, 3);
  fc.assert(
    fc.property(arbitraryRun, factor, factor, (run, a, b) => {
      const view = viewOf(run);
      for (const stepId of stepsOf(view))
        expect(
          gain(view, [
            { kind: 'scale', stepId, factor: a },
            { kind: 'scale', stepId, factor: b },
          ]),
        ).toBe(gain(view, [{ kind: 'scale', stepId, factor: a * b }]));
    }),
    { numRuns: 200 },
  );
});

const arbitraryEdit: fc.Arbitrary<(steps: readonly string[]) => Edit> = fc
  .record({
    kind: fc.constantFrom('scale', 'cache', 'timeout', 'retries', 'drop-edge'),
    at: fc.nat(),
    other: fc.nat(),
    amount: fc.constantFrom(0, 0.3, 0.5, 1),
  })
  .map(({ kind, at, other, amount }) => (steps) => {
    const stepId = steps[at % steps.length];
    switch (kind) {
      case 'scale':
        return { kind, stepId, factor: amount };
      case 'cache':
        return { kind, stepId, hitRate: amount };
      case 'timeout':
        return { kind, stepId, timeoutMs: amount * 20 };
      case 'retries':
        return { kind, stepId, maxAttempts: 1 + Math.round(amount * 3) };
      default:
        return { kind: 'drop-edge', from: stepId, to: steps[other % steps.length] };
    }
  });

it('knows no order of edits, of executions or of edges', () => {
  fc.assert(
    fc.property(arbitraryRun, fc.array(arbitraryEdit, { maxLength: 4 }), (run, makers) => {
      const view = viewOf(run);
      const steps = stepsOf(view);
      if (steps.length === 0) return;
      // One of a kind for a step: two contradict each other.
      const edits = new Map(
        makers.map((make) => make(steps)).map((edit) => [JSON.stringify(Object.values(edit).slice(0, 2)), edit]),
      );
      const all = [...edits.values()];
      const first = whatIf(view, all);
      expect(whatIf(view, all.toReversed())).toEqual(first);
      const shuffled = viewOf({ ...run, executions: run.executions.toReversed(), edges: run.edges.toReversed() });
      expect(whatIf(shuffled, all)).toEqual(first);
    }),
    { numRuns: 500 },
  );
});

it('loses nothing by dropping an edge, and gains nothing by adding one', () => {
  let [added, refused] = [0, 0];
  law((run) => {
    for (const from of stepsOf(run))
      for (const to of stepsOf(run)) {
        expect(gain(run, [{ kind: 'drop-edge', from, to }])).toBeGreaterThanOrEqual(0);
        if (from === to) continue;
        const gained = gainUnlessCircle(run, { kind: 'add-edge', from, to });
        if (gained === undefined) refused++;
        expect(gained ?? 0).toBeLessThanOrEqual(0);
        added++;
      }
  });
  // What is refused proves nothing: most must not be.
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(added * 0.7);
});

/** `undefined`: the edge closes a circle. */
function gainUnlessCircle(run: RunView, edit: Edit): number | undefined {
  try {
    return gain(run, [edit]);
  } catch (error) {
    if (error instanceof FaultlineError && / waits for ".*" already\.$/.test(error.message)) return undefined;
    throw error;
  }
}
