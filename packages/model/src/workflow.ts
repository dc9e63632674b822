import { z } from 'zod';
import { openEnum, recordOf } from './json.ts';

/** What kind of work a step does. Further names are allowed. */
export const stepTypeSchema = openEnum([
  'data_ingestion',
  'preprocessing',
  'analysis',
  'consultation',
  'synthesis',
  'validation',
  'reporting',
  'agent',
  'llm',
  'tool',
  'retriever',
  'guardrail',
  'handoff',
  'human',
  'task',
]);

const fullDependencySchema = z
  .strictObject({
    on: z.string().min(1).meta({ description: 'Id of the step that must end first.' }),
    dependencyType: openEnum(['data', 'control', 'resource']).default('data'),
    dataFlow: z
      .array(z.string())
      .readonly()
      .default([])
      .meta({ description: 'Keys of the output of `on` that are handed over.' }),
    maxDelayMs: z
      .exactOptional(z.number().nonnegative())
      .meta({ description: 'Timing constraint: the step starts at most so long after its dependency ended.' }),
    criticality: z.enum(['low', 'normal', 'high']).default('normal'),
  })
  .readonly();

/** A step needs another one. The id of that step alone is enough. */
export const dependencySchema = z.union([
  z
    .string()
    .min(1)
    .transform((on) => fullDependencySchema.parse({ on })),
  fullDependencySchema,
]);

/** What is usual for one metric: declared here, or learned from runs in the same shape. */
export const expectationSchema = z
  .strictObject({
    p50: z.exactOptional(z.number()),
    p95: z.exactOptional(z.number()),
    mean: z.exactOptional(z.number()),
  })
  .readonly();

/** A unit of work in a definition; its id is the same in every run. */
export const stepDefinitionSchema = z
  .strictObject({
    id: z.string().min(1),
    type: stepTypeSchema.default('task'),
    description: z.string().default(''),
    dependencies: z.array(dependencySchema).superRefine(refuseRepeatedDependencies).readonly().default([]),
    isOptional: z.boolean().default(false).meta({ description: 'A run without this step is complete.' }),
    expectedDurationMs: z.exactOptional(z.number().positive()),
    resources: recordOf(z.number().nonnegative())
      .default({})
      .meta({ description: 'What the step asks for, by metric name: memoryMiB, cpuCores, gpus.' }),
    failureTolerance: z.enum(['low', 'medium', 'high']).default('medium'),
    baseline: recordOf(expectationSchema)
      .superRefine(refuseImpossible)
      .default({})
      .meta({ description: 'What is usual, by metric name: durationMs, memoryMiB, cpuCores, gpus, successRate.' }),
  })
  .readonly();

function refuseRepeatedDependencies(dependencies: readonly { readonly on: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, { on }] of dependencies.entries()) {
    if (seen.has(on)) context.addIssue({ code: 'custom', path: [index], message: `"${on}" is needed twice` });
    seen.add(on);
  }
}

/** Rates are shares, and nothing else that is measured is less than nothing. */
function refuseImpossible(baseline: Readonly<Record<string, Expectation>>, context: z.RefinementCtx): void {
  for (const [metric, { p50, p95, mean }] of Object.entries(baseline)) {
    const most = metric === 'successRate' ? 1 : Infinity;
    for (const [figure, value] of Object.entries({ p50, p95, mean }))
      if (value !== undefined && (value < 0 || value > most)) {
        const message = most === 1 ? 'must be a share, from 0 to 1' : 'must not be less than 0';
        context.addIssue({ code: 'custom', path: [metric, figure], message });
      }
    if (p50 !== undefined && p95 !== undefined && p95 < p50)
      context.addIssue({ code: 'custom', path: [metric, 'p95'], message: 'must not be less than p50' });
  }
}

function refuseRepeatedIds(steps: readonly { readonly id: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, { id }] of steps.entries()) {
    if (seen.has(id))
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `step "${id}" is defined twice` });
    seen.add(id);
  }
}

/** When a run counts as a success. */
export const successCriteriaSchema = z
  .strictObject({
    maxDurationMs: z.exactOptional(z.number().positive()),
    minCriticalSuccessRate: z
      .exactOptional(z.number().min(0).max(1))
      .meta({ description: 'Least share of completed steps among those whose failure tolerance is low.' }),
    minDataQuality: z
      .exactOptional(z.number().min(0).max(1))
      .meta({ description: 'Least value of the metric dataQuality, of the run and of each step.' }),
  })
  .readonly();

/**
 * What a run must keep to beyond the order of its dependencies: the templates precedence, not succession and absence of
 * DECLARE (M. Pesic, H. Schonenberg, W. van der Aalst, "DECLARE", EDOC 2007).
 */
export const constraintSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('only-after').meta({ description: 'The step begins only when the other has completed: a gate.' }),
      step: z.string().min(1),
      after: z.string().min(1),
    }),
    z.strictObject({
      kind: z.literal('never-after').meta({ description: 'The step does not begin once the other has completed.' }),
      step: z.string().min(1),
      after: z.string().min(1),
    }),
    z.strictObject({
      kind: z
        .literal('at-most')
        .meta({ description: 'The step runs so often at most; 0: never. Retries do not count.' }),
      step: z.string().min(1),
      times: z.int().nonnegative(),
    }),
  ])
  .readonly();

/** What should happen: the steps of a workflow and what they need of each other. */
export const workflowDefinitionSchema = z
  .strictObject({
    schemaVersion: z.literal(1).default(1),
    id: z.string().min(1),
    version: z.exactOptional(z.string()),
    description: z.string().default(''),
    steps: z.array(stepDefinitionSchema).superRefine(refuseRepeatedIds).readonly(),
    successCriteria: successCriteriaSchema.default({}),
    constraints: z.exactOptional(z.array(constraintSchema).readonly()).meta({
      description: 'What a run must keep to, also for steps that are not defined: approvals, forbidden orders.',
    }),
  })
  .readonly()
  .meta({ id: 'WorkflowDefinition' });

/** A step needs another one. */
export interface Dependency extends z.infer<typeof fullDependencySchema> {}
/** What is usual for one metric. */
export interface Expectation extends z.infer<typeof expectationSchema> {}
/** A unit of work in a definition. */
export interface StepDefinition extends z.infer<typeof stepDefinitionSchema> {}
/** When a run counts as a success. */
export interface SuccessCriteria extends z.infer<typeof successCriteriaSchema> {}
/** What a run must keep to beyond the order of its dependencies. */
export type Constraint = z.infer<typeof constraintSchema>;
/** What should happen: the steps of a workflow and what they need of each other. */
export interface WorkflowDefinition extends z.infer<typeof workflowDefinitionSchema> {}

/** What a person writes: defaults may be left out. */
export type WorkflowDefinitionInput = z.input<typeof workflowDefinitionSchema>;
/** One step as a person writes it. */
export type StepDefinitionInput = z.input<typeof stepDefinitionSchema>;
/** One dependency as a person writes it in full. */
export type DependencyInput = z.input<typeof fullDependencySchema>;
