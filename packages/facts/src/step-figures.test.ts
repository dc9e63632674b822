import { viewOf } from '@faultline/core';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { stepCounts } from './step-figures.ts';

it('counts the attempts at one item at most, and all executions', () => {
  const run = viewOf(gantt`
    fetch    : =
    rank[a]  :  =x
    rank[a]#2:    =x
    rank[a]#3:      =
    rank[b]  :       =x
    rank[b]#2:         =
  `);
  // fetch, rank
  expect(stepCounts(run)).toEqual({
    attemptsPerRun: Int32Array.of(1, 3),
    executionsPerRun: Int32Array.of(1, 5),
  });
});

it('counts nothing of what was skipped or has not begun', () => {
  const run = viewOf(
    runOf([
      executionOf({ stepId: 'fetch' }),
      executionOf({ id: 'again', stepId: 'fetch', attempt: 2, status: 'skipped' }),
      executionOf({ stepId: 'parse', status: 'skipped' }),
      executionOf({ stepId: 'mail', status: 'pending' }),
    ]),
  );
  // fetch, parse, mail
  expect(stepCounts(run)).toEqual({
    attemptsPerRun: Int32Array.of(1, 0, 0),
    executionsPerRun: Int32Array.of(1, 0, 0),
  });
});
