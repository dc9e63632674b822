import { expect, it } from 'vitest';
import { defineWorkflow } from '@faultline/core';
import { declaredPlan } from './declared-plan.ts';

it('is made once for a definition', () => {
  const definition = defineWorkflow({ id: 'drawn', steps: { fetch: { expectedDurationMs: 2 }, mail: {} } });
  expect(declaredPlan(definition)).toMatchObject({ workMs: 2, criticalPathMs: 2, undeclared: 1 });
  expect(declaredPlan(definition)).toBe(declaredPlan(definition));
});
