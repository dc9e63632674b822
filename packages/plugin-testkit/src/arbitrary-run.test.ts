import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runSchema } from '@faultline/model';
import { arbitraryAgentRun, arbitraryRun } from './index.ts';

it('makes valid runs', () => {
  fc.assert(
    fc.property(arbitraryRun, (run) => {
      expect(runSchema.parse(run)).toEqual(run);
    }),
  );
});

it('covers what makes runs difficult', () => {
  const runs = fc.sample(arbitraryRun, { numRuns: 500, seed: 1 });
  const executions = runs.flatMap((run) => run.executions);
  expect(executions.some(({ parentId }) => parentId !== undefined)).toBe(true);
  expect(executions.some(({ startMs, endMs }) => startMs === endMs)).toBe(true);
  expect(executions.some(({ endMs }) => endMs === undefined)).toBe(true);
  expect(executions.some(({ stepId }) => stepId === '__proto__')).toBe(true);
  expect(runs.some(({ edges }) => edges.length > 0)).toBe(true);
});

it('covers what agents leave', () => {
  const executions = fc.sample(arbitraryAgentRun, { numRuns: 300, seed: 1 }).flatMap((run) => run.executions);
  expect(executions.some(({ attempt }) => attempt > 1)).toBe(true);
  expect(executions.some(({ queuedMs }) => queuedMs !== undefined)).toBe(true);
  expect(new Set(executions.map(({ error }) => error?.type)).size).toBeGreaterThan(4);
});
