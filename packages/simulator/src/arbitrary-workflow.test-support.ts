import {
  workflowDefinitionSchema,
  type StepDefinition,
  type StepDefinitionInput,
  type WorkflowDefinition,
} from '@faultline/model';
import * as fc from 'fast-check';
import { uniform } from './durations.ts';
import type { StepBehaviour } from './step-behaviour.ts';

/** A workflow, and how its steps behave. */
export interface ArbitraryWorkflow {
  readonly definition: WorkflowDefinition;
  readonly behaviourOf: (step: StepDefinition) => Partial<StepBehaviour>;
}

const ids = ['fetch', 'parse', '__proto__', 'rank', 'check', 'draft', 'mail'];

/** A definition from steps as a person writes them. */
export const workflowOf = (...steps: readonly StepDefinitionInput[]): WorkflowDefinition =>
  workflowDefinitionSchema.parse({ id: 'drawn', steps });

/** Up to seven steps that hand on data, fail, are tried again, time out, are left out, and use workers. */
export const arbitraryWorkflow: fc.Arbitrary<ArbitraryWorkflow> = fc
  .array(
    fc.record({
      needs: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
      criticality: fc.constantFrom('low' as const, 'normal' as const, 'high' as const),
      failureTolerance: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
      isOptional: fc.boolean(),
      workers: fc.constantFrom(0, 1, 1, 2),
      longestMs: fc.constantFrom(0, 1, 5, 20),
      failureProbability: fc.constantFrom(0, 0, 0.3),
      maxAttempts: fc.integer({ min: 1, max: 3 }),
      timeoutMs: fc.constantFrom(Infinity, Infinity, 4),
    }),
    { minLength: 1, maxLength: ids.length },
  )
  .map((drawn) => {
    const behaviours = new Map<string, Partial<StepBehaviour>>();
    const steps = drawn.map((row, at): StepDefinitionInput => {
      behaviours.set(ids[at], {
        durationMs: uniform(row.longestMs / 2, row.longestMs),
        failureProbability: row.failureProbability,
        maxAttempts: row.maxAttempts,
        backoffMs: (attempt) => 2 ** attempt,
        timeoutMs: row.timeoutMs,
        skipProbability: 0.3,
        clock: at % 2 === 0 ? 'even' : 'odd',
      });
      return {
        id: ids[at],
        isOptional: row.isOptional,
        failureTolerance: row.failureTolerance,
        resources: { workers: row.workers },
        dependencies: row.needs
          .filter((on) => on < at)
          .map((on) => ({ on: ids[on], criticality: row.criticality, dataFlow: [`${ids[on]} result`] })),
      };
    });
    return { definition: workflowOf(...steps), behaviourOf: ({ id }) => behaviours.get(id) ?? {} };
  });
