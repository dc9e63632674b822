import { expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { runOf } from '@faultline/plugin-testkit';
import { stepIndex } from './step-index.ts';

it('numbers steps in order of their first execution', () => {
  const stepIds = ['fetch', '__proto__', 'fetch', 'parse'];
  const run = viewOf(
    runOf(
      stepIds.map((stepId, at) => ({ id: `e${at}`, stepId, startMs: at, endMs: at + 1, status: 'completed' as const })),
    ),
  );
  expect(stepIndex(run)).toEqual({ ids: ['fetch', '__proto__', 'parse'], stepOf: Int32Array.of(0, 1, 0, 2) });
  expect(stepIndex(run)).toBe(stepIndex(run));
});

it('has nothing to number in an empty run', () => {
  expect(stepIndex(viewOf(runOf([])))).toEqual({ ids: [], stepOf: new Int32Array() });
});
