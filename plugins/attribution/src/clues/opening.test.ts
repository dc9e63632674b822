import { expect, it } from 'vitest';
import { openingOf } from './opening.ts';

it('takes the task from under its heading, and what follows as the plan', () => {
  const { task, plan } = openingOf(
    'You are given a task.\n\n# Task\nCount lamps.\n\n## Plan\n1. Buy bulbs.\n## Format\nA number.',
  );
  expect([...task]).toEqual(['count', 'lamps']);
  expect([...plan]).toEqual(['buy', 'bulbs', 'number']);
});

it('takes all of it as the task where no heading speaks of one', () => {
  expect(openingOf('Count lamps.')).toEqual({ task: new Set(['count', 'lamps']), plan: new Set() });
  expect(openingOf('')).toEqual({ task: new Set(), plan: new Set() });
});
