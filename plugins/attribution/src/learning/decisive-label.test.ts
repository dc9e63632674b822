import { viewOf } from '@faultline/core';
import { decisiveExecutionOf } from '@faultline/facts';
import { expect, it } from 'vitest';
import { chatRun } from '@faultline/plugin-testkit';
import { withLabel, type DecisiveLabel } from './decisive-label.ts';

const run = chatRun(
  [
    { by: 'user', type: 'human', says: 'How many?' },
    { by: '__proto__', says: 'Three.' },
    { by: 'Checker', says: 'Right.' },
  ],
  { context: { region: 'north' } },
);

const named = (label: DecisiveLabel): string | undefined => {
  const labelled = withLabel(run, label);
  return labelled && decisiveExecutionOf(viewOf(labelled));
};

it('names a step by the id of its execution, or by its place, as text or number', () => {
  expect(named({ step: 'turn-1' })).toBe('turn-1');
  expect(named({ step: '2' })).toBe('turn-2');
  expect(named({ step: 2, agent: 'Checker' })).toBe('turn-2');
  expect(named({ step: 1, agent: '__proto__' })).toBe('turn-1');
});

it('leaves the rest of the context as it is', () => {
  expect(withLabel(run, { step: 1 })?.context).toEqual({ region: 'north', 'label.decisiveExecution': 'turn-1' });
  expect(run.context).toEqual({ region: 'north' });
});

it('does not fit where there is no such step, a person took it, or another agent', () => {
  expect(named({ step: 3 })).toBeUndefined();
  expect(named({ step: 'gone' })).toBeUndefined();
  expect(named({ step: 0 })).toBeUndefined();
  expect(named({ step: 'conversation' })).toBeUndefined();
  expect(named({ step: 1, agent: 'Checker' })).toBeUndefined();
});

it('is none where the context has none', () => {
  expect(decisiveExecutionOf(viewOf(run))).toBeUndefined();
});
