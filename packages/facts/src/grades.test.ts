import { expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { runOf } from '@faultline/plugin-testkit';
import { gradesOf } from './grades.ts';

const took = (id: string, attributes = {}) => ({
  id,
  stepId: id,
  startMs: 0,
  endMs: 9,
  status: 'completed' as const,
  attributes,
});
const gradesIn = (context: Record<string, string | number | boolean>, executions = [took('a')]) =>
  gradesOf(viewOf({ ...runOf(executions), context })).map(({ name, isRight }) => `${name} ${isRight}`);

it.for([
  ['is_correct', false, false],
  ['eval.Passed', true, true],
  ['transcript.reward', 0, false],
  ['transcript.reward', 0.5, true],
  ['success', 'false', false],
] as const)('reads %s: %s', ([name, value, isRight]) => {
  expect(gradesIn({ [name]: value })).toEqual([`${name} ${isRight}`]);
});

it.for([
  ['another name', 'correctness', false],
  ['a name that only begins so', 'success.count', 0],
  ['words', 'success', 'not yet'],
] as const)('takes %s for none', ([, name, value]) => {
  expect(gradesIn({ [name]: value })).toEqual([]);
});

it('reads what is told of the one execution around all of the run, and of no other', () => {
  const child = { ...took('b', { success: false }), parentId: 'a' };
  expect(gradesIn({}, [took('a', { reward: 1 }), child])).toEqual(['reward true']);
  expect(gradesIn({}, [took('a', { success: false }), took('b', { success: true })])).toEqual([]);
});
