import { viewOf } from '@faultline/core';
import { failureRoots, propagationOf } from '@faultline/facts';
import { workflowDefinitionSchema, type WorkflowDefinition } from '@faultline/model';
import { simulate } from '@faultline/simulator';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const idsOf = (ones: readonly { readonly id: string }[]) => ones.map(({ id }) => id).toSorted();

/** Workflows of up to ten steps, each after some of those before it, with a fault in one of them. */
const faulty = fc
  .array(
    fc.record({
      needs: fc.uniqueArray(fc.nat(9), { maxLength: 3 }),
      failureTolerance: fc.constantFrom('low', 'medium', 'high'),
      criticality: fc.constantFrom('low', 'normal', 'high'),
      durationMs: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .chain((drawn) =>
    fc.record({
      drawn: fc.constant(drawn),
      faultAt: fc.nat(drawn.length - 1),
      seed: fc.nat(1000),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
  )
  .map(({ drawn, ...rest }) => ({
    ...rest,
    definition: workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: drawn.map(({ needs, failureTolerance, criticality, durationMs }, index) => ({
        id: `s${index}`,
        failureTolerance,
        expectedDurationMs: durationMs,
        dependencies: needs
          .filter((on) => on < index)
          .map((on) => ({ on: `s${on}`, criticality, dataFlow: [`from-${on}`] })),
      })),
    }),
  }));

/** One run in which every attempt at one step fails, as missing inputs make steps fail. */
function simulated(definition: WorkflowDefinition, stepId: string, seed: number, maxAttempts: number) {
  const [found] = simulate(definition, {
    seed,
    behaviourOf: ({ id }) => (id === stepId ? { maxAttempts } : {}),
    faults: [{ kind: 'failing-step', stepId, failureType: 'validation_error' }],
  });
  if (found === undefined) throw new Error('Nothing was simulated.');
  return found;
}

it('finds where an injected fault began, and exactly what it took down', () => {
  fc.assert(
    fc.property(faulty, ({ definition, faultAt, seed, attempts }) => {
      const { run, truths } = simulated(definition, `s${faultAt}`, seed, attempts);
      const view = viewOf(run, definition);
      const roots = failureRoots(view);
      expect(roots.map(({ execution }) => execution.id)).toEqual([truths[0]?.rootId]);
      const found = roots.map((root) => propagationOf(view, root));
      const members = roots.flatMap((root) => [...root.attempts, ...root.effects]);
      const down = view.executions.filter(({ status }) => status === 'failed' || status === 'skipped');
      expect(idsOf(members)).toEqual(idsOf(down));

      // Each of these completed with one input less than it would have had.
      const affected = new Set(truths.flatMap(({ affectedIds }) => affectedIds));
      const short = view.executions.filter((one) => {
        const needs = view.stepOf(one)?.dependencies ?? [];
        const missing = needs.filter(({ on }) => view.executionsOf(on).every(({ status }) => status !== 'completed'));
        return one.status === 'completed' && missing.length > 0;
      });
      expect(idsOf(found.flatMap(({ withoutInput }) => withoutInput))).toEqual(idsOf(short));
      expect(short.filter(({ id }) => !affected.has(id))).toEqual([]);
    }),
  );
});
