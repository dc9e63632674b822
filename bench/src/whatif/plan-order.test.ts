import { expect, it } from 'vitest';
import { allNeedsOf, mostAtOnce } from './plan-order.ts';
import type { Plan, PlannedStep } from './plan.ts';

const step = (id: string, meanMs: number, ...needs: string[]): PlannedStep => ({
  id,
  needs,
  meanMs,
  workers: 1,
  failureRate: 0,
  backoffMs: 0,
  factor: 1,
});
const plan: Plan = {
  id: 'drawn',
  workers: 1,
  steps: [step('fetch', 10), step('parse', 5, 'fetch'), step('rank', 10, 'parse'), step('check', 5, 'fetch')],
};

it('knows all that a step needs, directly or not', () => {
  const all = plan.steps.map((one) => [...allNeedsOf(plan, one)].toSorted());
  expect(all).toEqual([[], ['fetch'], ['fetch', 'parse'], ['fetch']]);
});

it('knows how many steps are under way at once', () => {
  expect(mostAtOnce(plan)).toBe(2);
  // Who starts when another ends is not under way with it.
  expect(mostAtOnce({ ...plan, steps: plan.steps.slice(0, 3) })).toBe(1);
  expect(mostAtOnce({ ...plan, steps: [...plan.steps, step('audit', 20)] })).toBe(3);
});
