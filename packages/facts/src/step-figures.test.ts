import { viewOf } from '@faultline/core';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { stepFiguresOf } from './step-figures.ts';

it('counts the attempts at one item at most, and all executions', () => {
  const run = viewOf(gantt`
    fetch    : =
    rank[a]  :  =x
    rank[a]#2:    =x
    rank[a]#3:      =
    rank[b]  :       =x
    rank[b]#2:         =
  `);
  expect([...stepFiguresOf(run)].map(([step, figures]) => [step, Object.fromEntries(figures)])).toEqual([
    ['fetch', { attemptsPerRun: 1, executionsPerRun: 1 }],
    ['rank', { attemptsPerRun: 3, executionsPerRun: 5 }],
  ]);
});

it('has none of what was skipped or has not begun', () => {
  const run = viewOf(
    runOf([
      executionOf({ stepId: 'fetch' }),
      executionOf({ id: 'again', stepId: 'fetch', attempt: 2, status: 'skipped' }),
      executionOf({ stepId: 'parse', status: 'skipped' }),
      executionOf({ stepId: 'mail', status: 'pending' }),
    ]),
  );
  expect([...stepFiguresOf(run)].map(([step, figures]) => [step, Object.fromEntries(figures)])).toEqual([
    ['fetch', { attemptsPerRun: 1, executionsPerRun: 1 }],
  ]);
});
