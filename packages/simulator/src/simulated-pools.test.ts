import { runSchema } from '@faultline/model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryWorkflow } from './arbitrary-workflow.test-support.ts';
import { exponential, uniform } from './durations.ts';
import { simulate, type SimulationOptions } from './simulate.ts';
import { drawn, oneRun, runsOf } from './simulated.test-support.ts';

const step = (id: string, workers: number, dependencies: string[] = []) => ({
  id,
  expectedDurationMs: 4,
  resources: { workers, ignored: 9 },
  dependencies,
});

describe('pools', () => {
  it('make steps wait in order of definition', () => {
    const run = oneRun({ pools: { workers: 2 } }, step('a', 1), step('b', 2), step('c', 1), step('d', 0, ['a']));
    expect(drawn(run)).toEqual(['a#1 0-4 completed', 'b#1 4-8 completed', 'c#1 8-12 completed', 'd#1 4-8 completed']);
    expect(run.executions.map(({ queuedMs }) => queuedMs)).toEqual([undefined, 0, 0, undefined]);
    const firstFit = oneRun({ pools: { workers: 2 }, policy: 'first-fit' }, step('a', 1), step('b', 2), step('c', 1));
    expect(drawn(firstFit)).toEqual(['a#1 0-4 completed', 'b#1 4-8 completed', 'c#1 0-4 completed']);
  });

  it('are free between attempts', () => {
    const failing = { failureProbability: 1, maxAttempts: 2, backoffMs: 1 };
    const behaviourOf = ({ id }: { id: string }) => (id === 'a' ? failing : {});
    expect(drawn(oneRun({ pools: { workers: 1 }, behaviourOf }, step('a', 1), step('b', 1)))).toEqual([
      'a#1 0-4 failed',
      'a#2 8-12 failed',
      'b#1 4-8 completed',
    ]);
  });

  it('too small leave the run open', () => {
    const run = oneRun({ pools: { workers: 1 } }, step('a', 1), step('b', 2), step('c', 0, ['b']));
    expect(drawn(run)).toEqual(['a#1 0-4 completed', 'b#1 0- pending']);
    expect(run).toMatchObject({ status: 'running' });
    expect(run).not.toHaveProperty('endMs');
    expect(runSchema.parse(run)).toEqual(run);
  });

  it('are shared by runs that overlap, the earlier one first', () => {
    const runs = runsOf({ runs: 3, betweenRunsMs: 1, pools: { workers: 1 } }, step('a', 1), step('b', 1));
    expect(runs.map(drawn)).toEqual([
      ['a#1 0-4 completed', 'b#1 4-8 completed'],
      ['a#1 8-12 completed', 'b#1 12-16 completed'],
      ['a#1 16-20 completed', 'b#1 20-24 completed'],
    ]);
    expect(runs.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 8],
      [1, 16],
      [2, 24],
    ]);
  });

  it('never give more than there is, and keep nobody waiting for what is free', () => {
    fc.assert(
      fc.property(arbitraryWorkflow, fc.nat(), fc.integer({ min: 2, max: 3 }), (workflow, seed, workers) => {
        const { definition, behaviourOf } = workflow;
        const options = { seed, runs: 4, behaviourOf, pools: { workers }, betweenRunsMs: uniform(0, 20) };
        const demandOf = new Map(definition.steps.map(({ id, resources }) => [id, resources['workers']]));
        const executions = [...simulate(definition, options)].flatMap(({ run }) => run.executions);
        const heldAt = (ms: number): number =>
          executions
            .filter(({ startMs, endMs = startMs }) => startMs <= ms && ms < endMs)
            .reduce((sum, { stepId }) => sum + (demandOf.get(stepId) ?? 0), 0);
        for (const { startMs } of executions) expect(heldAt(startMs)).toBeLessThanOrEqual(workers);
        // Nobody waits while two are free, which is enough for anyone, unless somebody else waits for the same.
        const waiting = executions.filter(({ queuedMs }) => queuedMs !== undefined);
        for (const { queuedMs = 0, startMs } of waiting) {
          const instants = executions.map(({ endMs = 0 }) => endMs).filter((ms) => queuedMs <= ms && ms < startMs);
          for (const ms of [queuedMs, ...instants]) expect(workers - heldAt(ms)).toBeLessThan(2);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('large enough change nothing, alone or shared', () => {
    fc.assert(
      fc.property(arbitraryWorkflow, fc.nat(), ({ definition, behaviourOf }, seed) => {
        const history = (options: Partial<SimulationOptions>) =>
          [...simulate(definition, { seed, runs: 4, behaviourOf, ...options })].map(({ run }) =>
            run.executions.map(({ startMs, endMs, ...rest }) => ({
              ...rest,
              fromNs: Math.round((startMs - run.startMs) * 1e6),
              untilNs: endMs === undefined ? undefined : Math.round((endMs - run.startMs) * 1e6),
            })),
          );
        const free = history({});
        expect(history({ pools: { workers: 1000 } })).toEqual(free);
        expect(history({ pools: { workers: 1000 }, betweenRunsMs: exponential(5) })).toEqual(free);
      }),
      { numRuns: 200 },
    );
  });
});
