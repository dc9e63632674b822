import { viewOf } from '@faultline/core';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import type { StepExecution } from '@faultline/model';
import { expect, it } from 'vitest';
import { repeatsPerRun } from './repeats-per-run.ts';

const search = (index: number, more: Partial<StepExecution>): StepExecution =>
  executionOf({ id: String(index), stepId: 'search', item: String(index), ...more });
const repeatsOf = (rounds: readonly Partial<StepExecution>[]): number[] => [
  ...repeatsPerRun(viewOf(runOf(rounds.map((round, index) => search(index, round))))),
];

it('counts the input that came most often, whatever the order of its keys', () => {
  const same = { a: 1, b: [true] };
  expect(
    repeatsOf([{ input: 1 }, { input: same }, { input: 1 }, { input: { b: [true], a: 1 } }, { input: same }]),
  ).toEqual([3]);
});

it('counts once where each input is another', () => expect(repeatsOf([{ input: 1 }, { input: 2 }])).toEqual([1]));

it('tells nothing of what could not repeat itself', () => {
  expect(repeatsOf([])).toEqual([]);
  expect(repeatsOf([{ input: 1 }])).toEqual([0]);
  expect(repeatsOf([{}, {}, {}])).toEqual([0]);
});

it('counts no retries, and nothing that did not run', () => {
  expect(repeatsOf([{ input: 1 }, { input: 1 }, { input: 1, attempt: 2 }, { input: 1, status: 'skipped' }])).toEqual([
    2,
  ]);
});

it('keeps steps apart', () => {
  const run = viewOf(
    runOf([
      search(0, { input: 1 }),
      search(1, { input: 1 }),
      executionOf({ id: 'a', stepId: '__proto__', item: '0', input: 1 }),
      executionOf({ id: 'b', stepId: '__proto__', item: '1', input: 2 }),
    ]),
  );
  expect([...repeatsPerRun(run)]).toEqual([2, 1]);
});
