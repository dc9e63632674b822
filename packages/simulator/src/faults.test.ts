import type { Run, StepExecution } from '@faultline/model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryWorkflow, workflowOf } from './arbitrary-workflow.test-support.ts';
import type { Fault } from './fault.ts';
import type { FaultTruth } from './fault-truth.ts';
import { simulate, type SimulatedRun, type SimulationOptions } from './simulate.ts';

/**
 *     fetch 2 -> parse 3 -> store 1
 *          \---> check 1 ----^
 *     other 4
 */
const workflow = workflowOf(
  { id: 'fetch', expectedDurationMs: 2, resources: { workers: 1 } },
  {
    id: 'parse',
    expectedDurationMs: 3,
    resources: { workers: 1 },
    dependencies: [{ on: 'fetch', dataFlow: ['text'], criticality: 'high' }],
  },
  { id: 'check', expectedDurationMs: 1, resources: { workers: 1 }, dependencies: ['fetch'] },
  { id: 'store', expectedDurationMs: 1, resources: { workers: 1 }, dependencies: ['parse', 'check'] },
  { id: 'other', expectedDurationMs: 4, resources: { workers: 1 } },
);
const withFault = (fault: Fault, options: Partial<SimulationOptions> = {}): SimulatedRun =>
  [...simulate(workflow, { seed: 1, pools: { workers: 9 }, ...options, faults: [fault] })][0];
const named = (run: Run, ids: readonly string[]): string[] => ids.map((id) => id.slice(run.id.length + 1));
const truthOf = ({ run, truths: [truth] }: SimulatedRun) => ({
  root: truth.rootId === undefined ? undefined : named(run, [truth.rootId])[0],
  affected: named(run, truth.affectedIds),
  delayMs: truth.delayMs,
});
const statusOf = ({ run }: SimulatedRun, stepId: string): string[] =>
  run.executions.filter((execution) => execution.stepId === stepId).map(({ status, error }) => error?.type ?? status);

describe('what a fault did', () => {
  it('slow step: it, and all that waited for it', () => {
    const slow = withFault({ kind: 'slow-step', stepId: 'parse', factor: 4 });
    expect(truthOf(slow)).toEqual({ root: 'parse#1', affected: ['store#1'], delayMs: 9 });
    const within = withFault({ kind: 'slow-step', stepId: 'check', factor: 2 });
    expect(truthOf(within)).toEqual({ root: 'check#1', affected: [], delayMs: 0 });
  });

  it('failing step: it, its next attempts, and those that were skipped or came later', () => {
    const failing = withFault(
      { kind: 'failing-step', stepId: 'fetch', failureType: 'logic_error' },
      { behaviourOf: () => ({ maxAttempts: 2, backoffMs: 5 }) },
    );
    expect(truthOf(failing)).toEqual({
      root: 'fetch#1',
      affected: ['fetch#2', 'parse#1', 'check#1', 'store#1'],
      delayMs: 5,
    });
    expect(statusOf(failing, 'fetch')).toEqual(['logic_error', 'logic_error']);
    expect(statusOf(failing, 'parse')).toEqual(['skipped']);
    const once = withFault(
      { kind: 'failing-step', stepId: 'fetch', attempts: 1 },
      { behaviourOf: () => ({ maxAttempts: 2 }) },
    );
    expect(statusOf(once, 'fetch')).toEqual(['external_service_error', 'completed']);
  });

  it('timeout: as long as the step waits, or the fault says', () => {
    const hanging = withFault(
      { kind: 'timeout', stepId: 'check', timeoutMs: 30, attempts: 1 },
      { behaviourOf: () => ({ timeoutMs: 20, maxAttempts: 2 }) },
    );
    expect(statusOf(hanging, 'check')).toEqual(['timeout', 'completed']);
    expect(truthOf(hanging)).toEqual({ root: 'check#1', affected: ['check#2', 'store#1'], delayMs: 18 });
    expect(() => withFault({ kind: 'timeout', stepId: 'check' })).toThrow('Step "check" has no timeout');
  });

  it('resource exhaustion: those that waited longer, and no root', () => {
    const exhausted = withFault({ kind: 'resource-exhaustion', resource: 'workers', capacity: 1 });
    expect(truthOf(exhausted)).toEqual({
      root: undefined,
      affected: ['parse#1', 'check#1', 'store#1', 'other#1'],
      delayMs: 5,
    });
    const stuck = withFault({ kind: 'resource-exhaustion', resource: 'workers', capacity: 0 });
    expect(stuck.run.status).toBe('running');
    expect(statusOf(stuck, 'other')).toEqual(['pending']);
    expect(truthOf(stuck).delayMs).toBeUndefined();
  });

  it('resource leak: the first that leaked, and those that waited for what it kept', () => {
    const leak: Fault = { kind: 'resource-leak', stepId: 'fetch', resource: 'workers', amount: 1 };
    expect(truthOf(withFault(leak, { pools: { workers: 3 } }))).toEqual({
      root: 'fetch#1',
      affected: ['check#1'],
      delayMs: 0,
    });
    const shared = [
      ...simulate(workflow, {
        seed: 1,
        pools: { workers: 4 },
        runs: 4,
        betweenRunsMs: 20,
        faults: [{ ...leak, runs: [0, 1] }],
      }),
    ];
    expect(shared.map(({ truths }) => truths.length)).toEqual([1, 1, 1, 1]);
    expect(shared.map(({ run, truths: [{ rootId }] }) => rootId?.slice(run.id.length + 1))).toEqual([
      'fetch#1',
      'fetch#1',
      undefined,
      undefined,
    ]);
  });

  it('missing output: what was put out, and what was handed over', () => {
    const missing = withFault({ kind: 'missing-output', stepId: 'fetch' });
    expect(truthOf(missing)).toEqual({ root: 'fetch#1', affected: ['parse#1'], delayMs: 0 });
    expect(missing.run.executions.map(({ output }) => output)).toContainEqual({});
    expect(missing.run.executions[1].input).toEqual({});
  });

  it('wrong order: the one that did not wait, and those that waited for it', () => {
    const early = withFault({ kind: 'wrong-order', stepId: 'parse', on: 'fetch' });
    expect(truthOf(early)).toEqual({ root: 'parse#1', affected: ['store#1'], delayMs: -2 });
    expect(early.run.executions[1]).toMatchObject({ startMs: 0, input: {}, dependenciesResolved: [] });
    expect(early.run.edges.some(({ to }) => to.endsWith('parse#1'))).toBe(false);
  });

  it('clock skew: all that the clock recorded, and no root', () => {
    const skewed = withFault(
      { kind: 'clock-skew', clock: 'b', offsetMs: -500 },
      { behaviourOf: ({ id }) => ({ clock: id === 'check' || id === 'store' ? 'b' : 'a' }) },
    );
    expect(truthOf(skewed)).toEqual({ root: undefined, affected: ['check#1', 'store#1'], delayMs: 0 });
    expect(skewed.run.executions.map(({ startMs }) => startMs)).toEqual([0, 2, -498, -495, 0]);
  });
});

it('is told apart from what other faults did, and told only where it is', () => {
  const faults: readonly Fault[] = [
    { kind: 'slow-step', stepId: 'parse', factor: 2, runs: [1] },
    { kind: 'missing-output', stepId: 'fetch', runs: [1, 2] },
  ];
  const history = [...simulate(workflow, { seed: 1, runs: 4, faults })];
  expect(history.map(({ truths }) => truths.map(({ fault }) => fault.kind))).toEqual([
    [],
    ['slow-step', 'missing-output'],
    ['missing-output'],
    [],
  ]);
  const [slow, missing] = history[1].truths;
  expect(slow).toMatchObject({ rootId: 'drawn-1-1/parse#1', affectedIds: ['drawn-1-1/store#1'], delayMs: 3 });
  expect(missing).toMatchObject({ rootId: 'drawn-1-1/fetch#1', affectedIds: ['drawn-1-1/parse#1'], delayMs: 0 });
});

it.for([
  [{ kind: 'slow-step', stepId: 'nobody', factor: 2 }, 'The workflow has no step "nobody".'],
  [{ kind: 'resource-exhaustion', resource: 'gpus', capacity: 1 }, 'There is no pool "gpus".'],
  [
    { kind: 'resource-exhaustion', resource: 'slots', capacity: 1 },
    'The pool "slots" is never short: it has no limit.',
  ],
  [{ kind: 'wrong-order', stepId: 'fetch', on: 'store' }, 'Step "fetch" does not depend on "store".'],
  [{ kind: 'clock-skew', clock: 'c', offsetMs: 1 }, 'No step is recorded by the clock "c".'],
] satisfies [Fault, string][])('refuses %o', ([fault, message]) => {
  expect(() => withFault(fault, { pools: { slots: Infinity } })).toThrow(message);
});

describe.each([NaN, -1, Infinity])('an amount of %d', (amount) => {
  it.each<[Fault, string]>([
    [{ kind: 'resource-leak', stepId: 'fetch', resource: 'slots', amount }, 'Step "fetch" cannot leak of "slots"'],
    [{ kind: 'resource-exhaustion', resource: 'slots', capacity: amount }, 'An exhausted pool "slots" cannot hold'],
  ])('is refused: %o', (fault, subject) => {
    expect(() => withFault(fault, { pools: { slots: 2 } })).toThrow(
      expect.objectContaining({
        code: 'FAULTLINE_USAGE',
        message: `${subject} ${amount}: it has to be finite, and 0 or more.`,
      }),
    );
  });
});

const arbitraryFault = (steps: readonly string[]): fc.Arbitrary<Fault> => {
  const stepId = fc.constantFrom(...steps);
  return fc.oneof(
    fc.record({ kind: fc.constant('slow-step' as const), stepId, factor: fc.constantFrom(2, 10) }),
    fc.record({ kind: fc.constant('failing-step' as const), stepId, attempts: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('timeout' as const), stepId, timeoutMs: fc.constant(50) }),
    fc.record({
      kind: fc.constant('resource-exhaustion' as const),
      resource: fc.constant('workers'),
      capacity: fc.nat(2),
    }),
    fc.record({
      kind: fc.constant('resource-leak' as const),
      stepId,
      resource: fc.constant('workers'),
      amount: fc.constant(1),
    }),
    fc.record({ kind: fc.constant('missing-output' as const), stepId }),
    fc.record({ kind: fc.constant('clock-skew' as const), clock: fc.constant('even'), offsetMs: fc.constant(-3) }),
  );
};

const known = ({ startMs, endMs, status, input, output }: StepExecution) => [startMs, endMs, status, input, output];

describe('ground truth', () => {
  const cases = arbitraryWorkflow.chain((drawn) =>
    fc.record({
      drawn: fc.constant(drawn),
      faults: fc.array(arbitraryFault(drawn.definition.steps.map(({ id }) => id)), { minLength: 1, maxLength: 3 }),
      seed: fc.nat(),
    }),
  );
  const law = (holds: (run: Run, truth: FaultTruth, without: Run) => void): void => {
    fc.assert(
      fc.property(cases, ({ drawn: { definition, behaviourOf }, faults, seed }) => {
        const options = { seed, behaviourOf, pools: { workers: 2 } };
        const [{ run, truths }] = simulate(definition, { ...options, faults });
        expect(truths.map(({ fault }) => fault)).toEqual(faults);
        for (const [at, truth] of truths.entries()) {
          const [{ run: without }] = simulate(definition, { ...options, faults: faults.toSpliced(at, 1) });
          holds(run, truth, without);
        }
      }),
      { numRuns: 500 },
    );
  };

  it('names all that would be otherwise without the fault', () => {
    law((run, { rootId, affectedIds }, without) => {
      const unnamed = run.executions.filter(({ id }) => id !== rootId && !affectedIds.includes(id));
      const before = new Map(without.executions.map((execution) => [execution.id, execution]));
      for (const execution of unnamed) expect(known(execution)).toEqual(known(before.get(execution.id) ?? execution));
      expect(unnamed.every(({ id }) => before.has(id))).toBe(true);
    });
  });

  it('begins in an execution of the step that the fault is in', () => {
    law((run, { fault, rootId }) => {
      const root = run.executions.find(({ id }) => id === rootId);
      expect(rootId === undefined || ('stepId' in fault && fault.stepId === root?.stepId)).toBe(true);
    });
  });

  it('changes nothing that had ended before', () => {
    law((run, { rootId, affectedIds }) => {
      // A clock that is off says nothing about what came first.
      const executions = run.executions.filter(({ clock }) => clock === 'odd');
      const root = executions.find(({ id }) => id === rootId);
      const affected = executions.filter(({ id }) => affectedIds.includes(id));
      const fromMs = root === undefined ? -Infinity : (root.queuedMs ?? root.startMs);
      expect(affected.every(({ endMs = Infinity }) => endMs >= fromMs)).toBe(true);
    });
  });
});
