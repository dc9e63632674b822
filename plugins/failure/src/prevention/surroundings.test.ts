import { workflowDefinitionSchema } from '@faultline/model';
import { drawnRuns, lognormal } from '@faultline/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surroundingsOf } from './surroundings.ts';

const ids = ['fetch', 'parse', '__proto__', 'rank', 'mail'];
const tolerance = fc.constantFrom('low' as const, 'medium' as const, 'high' as const);
const anyWorkflow = fc
  .array(fc.record({ needs: fc.uniqueArray(fc.nat(3), { maxLength: 3 }), failureTolerance: tolerance }), {
    minLength: 1,
    maxLength: ids.length,
  })
  .map((steps) =>
    workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: steps.map(({ needs, failureTolerance }, at) => ({
        id: ids[at],
        failureTolerance,
        dependencies: needs.filter((on) => on < at).map((on) => ids[on]),
      })),
    }),
  );
const durationMs = lognormal({ p50: 100, p95: 300 });
const others = { durationMs, failsMs: durationMs, failureProbability: 0.2 };

describe('surroundingsOf', () => {
  it('tells the run for every time of the step, as if it had been simulated so', () => {
    fc.assert(
      fc.property(
        anyWorkflow,
        fc.nat(4),
        fc.boolean(),
        fc.integer({ min: 0, max: 2000 }),
        (definition, at, fails, stepMs) => {
          const stepId = definition.steps[at % definition.steps.length].id;
          const { makespanMs, hasFailed } = surroundingsOf(definition, { stepId, fails }, () => others, 20);
          const direct = drawnRuns(definition, {
            runs: 20,
            seed: 0,
            behaviourOf: ({ id }) =>
              id === stepId ? { durationMs: stepMs, failureProbability: Number(fails) } : others,
          });
          for (const [run, ms] of direct.makespansMs.entries()) {
            expect(makespanMs(run, stepMs)).toBeCloseTo(ms, 5);
            expect(hasFailed(run)).toBe(direct.hasFailed[run] === 1);
          }
        },
      ),
    );
  });

  it('ends with the step where the run stops there', () => {
    const definition = workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: [{ id: 'lab' }, { id: 'read' }, { id: 'diagnose', dependencies: ['lab', 'read'] }, { id: 'other' }],
    });
    const odds = { ...others, durationMs: () => 100, failureProbability: 0 };
    const endOf = (stepId: string) =>
      surroundingsOf(definition, { stepId, fails: true, stops: true }, () => odds, 1).makespanMs(0, 7);
    expect([endOf('lab'), endOf('diagnose')]).toEqual([7, 107]);
  });

  it('lets a later step fail of what it is given, and never else', () => {
    const definition = workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: [{ id: 'lab' }, { id: 'diagnose', failureTolerance: 'low', dependencies: ['lab'] }],
    });
    const failing = (victimFails: boolean) => {
      const situation = { stepId: 'lab', fails: false, victimId: 'diagnose', victimFails };
      const { runs, hasFailed } = surroundingsOf(definition, situation, () => others, 50);
      return Array.from({ length: runs }, (_, run) => hasFailed(run)).filter(Boolean).length;
    };
    expect([failing(false), failing(true)]).toEqual([0, 50]);
  });
});
