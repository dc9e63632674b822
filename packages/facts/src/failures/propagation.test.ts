import { viewOf } from '@faultline/core';
import { workflowDefinitionSchema, type Run, type WorkflowDefinitionInput } from '@faultline/model';
import { arbitraryRun, gantt, withExecution } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureRoots } from './failure-roots.ts';
import { defaultPropagationRules, type PropagationRule } from './propagation-rules.ts';
import { propagationOf } from './propagation.ts';

function propagations(
  run: Run,
  steps?: WorkflowDefinitionInput['steps'],
  rules: readonly PropagationRule[] = defaultPropagationRules,
) {
  const view = viewOf(run, steps && workflowDefinitionSchema.parse({ id: 'drawn', steps }));
  return failureRoots(view).map((root) => propagationOf(view, root, rules));
}
const idsOf = (ones: readonly { readonly id: string }[]) => ones.map(({ id }) => id);

const pipeline = [
  { id: 'fetch' },
  { id: 'parse', dependencies: ['fetch'] },
  { id: 'rank', dependencies: ['parse'] },
  { id: 'mail', dependencies: [{ on: 'rank' }, { on: 'fetch', criticality: 'low' }] },
  { id: 'file', dependencies: ['mail'] },
] as const;

describe('propagationOf', () => {
  it('counts exactly what failed, did not run, never ran, or ran without its input', () => {
    const run = gantt`
      fetch: ==x
      parse:    ==x  { failure: validation_error }
      rank :       /
      mail :        ==
    `;
    const [found] = propagations(run, pipeline);
    expect(idsOf(found?.failed ?? [])).toEqual(['parse']);
    expect(idsOf(found?.skipped ?? [])).toEqual(['rank']);
    expect(idsOf(found?.withoutInput ?? [])).toEqual(['mail']);
    expect(idsOf(found?.neverRan ?? [])).toEqual([]);
    expect(found?.path.map(({ execution, link }) => `${link} ${execution.id}`)).toEqual([
      'none fetch',
      'dependency parse',
      'dependency rank',
    ]);
  });

  it('counts steps that never ran behind it, unless the run goes on', () => {
    const run = gantt`fetch: ==x`;
    expect(idsOf(propagations(run, pipeline)[0]?.neverRan ?? [])).toEqual(['parse', 'rank', 'mail', 'file']);
    expect(propagations({ ...run, status: 'running' }, pipeline)[0]?.neverRan).toEqual([]);
  });

  it('says where it stopped, and what that was allowed by', () => {
    const run = gantt`
      fetch: ==x
      mail :    ==
      parse:    ==
    `;
    const contained = propagations(run, pipeline)[0]?.contained.map(({ execution, transmission, isTolerated }) => [
      execution.id,
      transmission?.because,
      isTolerated,
    ]);
    expect(contained).toEqual([
      ['mail', 'low criticality', true],
      ['parse', 'medium failure tolerance', true],
    ]);
    const strict: PropagationRule[] = [{ dependencyType: 'any', tolerance: 'any', criticality: 'any', passes: 1 }];
    expect(propagations(run, pipeline, strict)[0]?.contained.map(({ isTolerated }) => isTolerated)).toEqual([
      false,
      false,
    ]);
  });

  it('stops at a retry, and at a caller that completed', () => {
    const retried = gantt`
      fetch  : ==x
      fetch#2:    ==
    `;
    expect(propagations(retried)[0]?.contained).toMatchObject([{ execution: { id: 'fetch#2' }, by: 'attempt' }]);
    const handled = gantt`
      agent  : ======
        tool :  ==x
    `;
    expect(propagations({ ...handled, status: 'completed' })[0]?.contained).toMatchObject([
      { execution: { id: 'agent' }, by: 'caller', isTolerated: false },
    ]);
  });

  it('expects of a chain the product of the shares, and of two ways their union', () => {
    const run = gantt`fetch: ==x`;
    const half: PropagationRule[] = [{ dependencyType: 'any', tolerance: 'any', criticality: 'any', passes: 0.5 }];
    // parse 1/2, rank 1/4, mail 1 - (1 - 1/8)(1 - 1/2) = 9/16, file 9/32
    expect(propagations(run, pipeline, half)[0]?.expectedSteps).toBeCloseTo(1 / 2 + 1 / 4 + 9 / 16 + 9 / 32, 12);
    expect(propagations(run)[0]?.expectedSteps).toBeUndefined();
  });

  it('adds up what failed and what was thrown away, no call twice', () => {
    const run = gantt`
      agent    : ==========x
        search :  ===            { inputTokens: 10, outputTokens: 5 }
        answer :     ====x       { inputTokens: 20, costUsd: 0.5 }
      audit    : ====
    `;
    const metrics = { inputTokens: 30, outputTokens: 5, costUsd: 0.5 };
    expect(propagations(withExecution(run, 'agent', { metrics }))[0]?.wasted).toEqual({
      failedMs: 3 + 5,
      discardedMs: 3,
      tokens: 35,
      costUsd: 0.5,
      failed: 2,
      discarded: 1,
    });
  });

  it('throws away what only failures needed, and nothing that something else used', () => {
    const run = gantt`
      ingest : ==
      read   :   ==      <- ingest
      rank   :     ==x   <- read
      mail   :   ==      <- ingest
    `;
    expect(propagations(run)[0]?.wasted).toMatchObject({ failedMs: 3, discardedMs: 2, discarded: 1 });
  });

  it('does not throw away the input of a retry that succeeded', () => {
    const run = gantt`
      read   : ==
      rank   :   ==x    <- read
      rank#2 :      ==
    `;
    expect(propagations(run)[0]?.wasted).toMatchObject({ failedMs: 3, discardedMs: 0 });
  });

  it('never wastes more than all work, and nothing twice', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const view = viewOf(run);
        const all = failureRoots(view).map((root) => propagationOf(view, root).wasted);
        const work = view.executions.reduce((sum, one) => sum + Math.max(0, view.durationMs(one)), 0);
        const wasted = all.reduce((sum, { failedMs, discardedMs }) => sum + failedMs + discardedMs, 0);
        // Times are rounded to nanoseconds.
        expect(wasted).toBeLessThanOrEqual(work + 1e-6 * (1 + view.executionCount));
        const failed = all.reduce((sum, one) => sum + one.failed, 0);
        expect(failed).toBe(view.failed.length);
      }),
    );
  });

  it('goes from the root to an effect over every path', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const view = viewOf(run);
        for (const root of failureRoots(view)) {
          const { path, failed, skipped } = propagationOf(view, root);
          expect(path[0]?.execution).toBe(root.execution);
          const members = new Set([...root.attempts, ...failed, ...skipped]);
          expect(path.every(({ execution }) => members.has(execution))).toBe(true);
        }
      }),
    );
  });
});
