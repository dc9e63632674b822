import { stepExecutionSchema, type StepExecution } from '@faultline/model';
import { expect, it } from 'vitest';
import { attemptSeries } from './attempt-series.ts';

const attempt = (id: string, number: number, rest: Partial<StepExecution> = {}): StepExecution =>
  stepExecutionSchema.parse({ id, stepId: 'search', startMs: 0, status: 'failed', attempt: number, ...rest });

const idsOf = (executions: readonly StepExecution[]): string[][] =>
  attemptSeries(executions).map((series) => series.map(({ id }) => id));

it('puts the attempts at one item in order of their numbers', () => {
  const [a, b, c] = [attempt('a', 2), attempt('b', 1), attempt('c', 1, { item: 'x' })];
  expect(idsOf([a, b, c])).toEqual([['b', 'a'], ['c']]);
});

it('tells apart what several callers tried, where numbers come twice', () => {
  const executions = [
    attempt('a1', 1, { parentId: 'a' }),
    attempt('a2', 2, { parentId: 'a' }),
    attempt('b1', 1, { parentId: 'b' }),
    attempt('b2', 2, { parentId: 'b' }),
  ];
  expect(idsOf(executions)).toEqual([
    ['a1', 'a2'],
    ['b1', 'b2'],
  ]);
});

it('takes attempts that were each called by another for one series, where numbers do not', () => {
  expect(idsOf([attempt('a1', 1, { parentId: 'try-1' }), attempt('a2', 2, { parentId: 'try-2' })])).toEqual([
    ['a1', 'a2'],
  ]);
});

it('keeps equal numbers of one caller together: rounds that nobody told apart', () => {
  expect(idsOf([attempt('a', 1), attempt('b', 1), attempt('c', 2)])).toEqual([['a', 'b', 'c']]);
});
