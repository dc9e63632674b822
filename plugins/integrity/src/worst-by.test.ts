import { executionOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { among, worstByStep } from './worst-by.ts';

const offence = (stepId: string, id: string, excess: number) => ({ execution: executionOf({ stepId, id }), excess });

it('keeps the worst of each step, the first of equals', () => {
  const groups = worstByStep([offence('fetch', 'a', 2), offence('fetch', 'b', 3), offence('fetch', 'c', 3)]);
  const fetch = groups.get('fetch');
  expect(fetch?.worst.execution.id).toBe('b');
  expect(fetch?.count).toBe(3);
  expect(fetch?.executions.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

it('keeps a hundred places and counts all', () => {
  const groups = worstByStep(Array.from({ length: 250 }, (_, index) => offence('fetch', `f${index}`, 1)));
  expect(groups.get('fetch')?.count).toBe(250);
  expect(groups.get('fetch')?.executions).toHaveLength(100);
});

it('speaks of the worst only where there are several', () => {
  expect([among(1), among(12)]).toEqual(['', ' (the worst of 12 executions)']);
});
