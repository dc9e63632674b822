import { describe, expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { whatIf } from '@faultline/simulator';
import { changed, changeKinds } from './change.ts';
import { definitionOf, executed } from './execute.ts';
import { allNeedsOf, mostAtOnce } from './plan-order.ts';
import { generatedPlan, type Plan } from './plan.ts';
import { seeded } from './seeded.ts';

const plans = Array.from({ length: 50 }, (_, seed) => generatedPlan(`workflow${seed}`, seeded(seed)));

const reachOf = (plan: Plan) => plan.steps.map((step) => [...allNeedsOf(plan, step)].toSorted());

const changesOf = (kind: (typeof changeKinds)[number]) =>
  plans.flatMap((before, seed) => {
    const change = changed(before, kind, seeded(seed));
    return change === undefined ? [] : [{ before, after: change.plan }];
  });

describe('generated workflows', () => {
  it('have 5 to 12 steps that need earlier ones, and are the same for the same seed', () => {
    for (const [seed, plan] of plans.entries()) {
      expect(plan.steps.length).toBeGreaterThanOrEqual(5);
      expect(plan.steps.length).toBeLessThanOrEqual(12);
      for (const [at, { needs }] of plan.steps.entries())
        expect(plan.steps.slice(0, at).map(({ id }) => id)).toEqual(expect.arrayContaining([...needs]));
      expect(generatedPlan(plan.id, seeded(seed))).toEqual(plan);
    }
  });

  it('can be changed in every way, each time in one', () => {
    for (const kind of changeKinds) {
      const changes = plans.flatMap((plan, seed) => changed(plan, kind, seeded(seed)) ?? []);
      expect(changes.length).toBeGreaterThan(10);
      expect(changes.map(({ edit }) => edit.kind)).toEqual(changes.map(() => kind));
    }
  });

  it('are not changed where that does nothing by their shape', () => {
    for (const { before, after } of [...changesOf('add-edge'), ...changesOf('drop-edge')])
      expect(reachOf(after)).not.toEqual(reachOf(before));
    for (const { before, after } of changesOf('pool'))
      expect(Math.min(before.workers, after.workers)).toBeLessThan(mostAtOnce(before));
  });
});

it('are executed as planned: what a step needs has ended, no more workers are busy than there are', async () => {
  const plan = generatedPlan('workflow', seeded(1));
  const { run } = await executed(plan, 'run', seeded(2));
  const lastEndMs = new Map<string, number>();
  for (const { stepId, startMs, endMs } of run.executions.toSorted((a, b) => a.startMs - b.startMs)) {
    const needed = plan.steps.find(({ id }) => id === stepId)?.needs ?? [];
    for (const need of needed) expect(lastEndMs.get(need)).toBeLessThanOrEqual(startMs);
    lastEndMs.set(stepId, endMs ?? Infinity);
  }
  const view = viewOf(run, definitionOf(plan));
  const { notes } = whatIf(view, [], { pools: new Map([['workers', plan.workers]]) });
  expect(notes).toEqual([]);
});
