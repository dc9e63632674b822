import { z } from 'zod';
import { jsonSchema, openEnum, recordOf } from './json.ts';
import { severitySchema } from './severity.ts';
import { stepTypeSchema, workflowDefinitionSchema } from './workflow.ts';

/** Milliseconds since the epoch, within what a date can be (ECMA-262, time values): beyond it nothing is exact. */
const timeSchema = z.number().min(-8.64e15).max(8.64e15);

/** `retrying` is a failed attempt whose next one is announced but not begun. */
export const statusSchema = z.enum(['pending', 'running', 'completed', 'failed', 'skipped', 'retrying']);

/** Why a step failed. Further names are allowed: `cancelled`, an exception's class ... */
export const failureTypeSchema = openEnum([
  'timeout',
  'validation_error',
  'dependency_failure',
  'resource_exhaustion',
  'external_service_error',
  'data_quality_issue',
  'logic_error',
]);

/** Where an edge is known from, in order of trust. */
export const edgeOrigins = ['declared', 'explicit', 'framework', 'dataflow', 'temporal'] as const;

/** "`to` needed `from`", between two executions of one run. */
export const edgeSchema = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    origin: z.enum(edgeOrigins),
    kind: z.enum(['needs', 'retry']).default('needs'),
  })
  .readonly();

/** "Each of `to` needed each of `from`": a barrier between two groups, where the pairs would be too many. */
export const joinSchema = z
  .strictObject({
    from: z.array(z.string()).readonly(),
    to: z.array(z.string()).readonly(),
    origin: z.enum(edgeOrigins),
  })
  .readonly();

const failureSchema = z
  .strictObject({ type: failureTypeSchema, message: z.string().default(''), stack: z.exactOptional(z.string()) })
  .readonly();

/** One attempt at a step in one run. Times are milliseconds since the epoch. */
export const stepExecutionSchema = z
  .strictObject({
    id: z.string().min(1),
    stepId: z.string().min(1),
    type: stepTypeSchema.default('task'),
    item: z
      .string()
      .default('')
      .meta({ description: 'Which of several executions that are no retries: loop round or map item.' }),
    attempt: z.int().positive().default(1),
    parentId: z.exactOptional(z.string()).meta({ description: 'The execution that called this one.' }),
    isAsync: z
      .boolean()
      .default(false)
      .meta({ description: 'Declared asynchronous: its caller does not wait for it.' }),
    queuedMs: z.exactOptional(timeSchema).meta({ description: 'When it was ready and began to wait for its turn.' }),
    startMs: timeSchema,
    endMs: z.exactOptional(timeSchema).meta({ description: 'Absent: still open when last seen.' }),
    status: statusSchema,
    error: z.exactOptional(failureSchema),
    input: z.exactOptional(jsonSchema),
    output: z.exactOptional(jsonSchema),
    clock: z
      .exactOptional(z.string())
      .meta({ description: 'Which clock its times were read from: those of two clocks may differ by an offset.' }),
    metrics: recordOf(z.number())
      .default({})
      .meta({ description: 'Measured values, unit in the name: memoryMiB, cpuCores, gpus, inputTokens, costUsd ...' }),
    dependenciesResolved: z
      .exactOptional(z.array(z.string()).readonly())
      .meta({ description: 'Step ids, as the workflow engine recorded them.' }),
    dependenciesFailed: z.exactOptional(z.array(z.string()).readonly()),
    attributes: z
      .exactOptional(recordOf(jsonSchema))
      .meta({ description: 'What the telemetry said beyond the model.' }),
  })
  .readonly();

/** What an ingester had to mend or leave out while it read the run. */
export const ingestNoteSchema = z
  .strictObject({
    id: z.templateLiteral(['ingest/', z.string()]),
    severity: severitySchema,
    message: z.string(),
    executionIds: z.array(z.string()).readonly().default([]),
  })
  .readonly();

/** One execution of a workflow. */
export const runSchema = z
  .strictObject({
    schemaVersion: z.literal(1).default(1),
    id: z.string().min(1),
    workflowId: z.string().min(1),
    subjectId: z
      .exactOptional(z.string())
      .meta({ description: 'Whom the run is about (a patient, a customer). Private.' }),
    context: recordOf(z.union([z.string(), z.number(), z.boolean()]))
      .default({})
      .meta({ description: 'Circumstances: region, release, model ...' }),
    status: statusSchema,
    startMs: timeSchema,
    endMs: z.exactOptional(timeSchema),
    metrics: recordOf(z.number()).default({}),
    executions: z.array(stepExecutionSchema).readonly(),
    edges: z.array(edgeSchema).readonly().default([]),
    joins: z
      .exactOptional(z.array(joinSchema).readonly())
      .meta({ description: 'Barriers between groups of executions: n + m ends instead of n * m edges.' }),
    definition: z
      .exactOptional(workflowDefinitionSchema)
      .meta({ description: 'What should have happened, as far as the telemetry itself says. One given apart wins.' }),
    notes: z.array(ingestNoteSchema).readonly().default([]),
  })
  .readonly()
  .meta({ id: 'Run' });

/** How far a run or an execution got. */
export type Status = z.infer<typeof statusSchema>;
/** Why a step failed. */
export type FailureType = z.infer<typeof failureTypeSchema>;
/** Where an edge is known from. */
export type EdgeOrigin = (typeof edgeOrigins)[number];
/** "`to` needed `from`", between two executions of one run. */
export interface Edge extends z.infer<typeof edgeSchema> {}
/** "Each of `to` needed each of `from`", between executions of one run. */
export interface Join extends z.infer<typeof joinSchema> {}
/** One attempt at a step in one run. */
export interface StepExecution extends z.infer<typeof stepExecutionSchema> {}
/** What an ingester had to mend or leave out. */
export interface IngestNote extends z.infer<typeof ingestNoteSchema> {}
/** One execution of a workflow. */
export interface Run extends z.infer<typeof runSchema> {}
/** What a person writes: defaults may be left out. */
export type RunInput = z.input<typeof runSchema>;
/** One execution as a person writes it. */
export type StepExecutionInput = z.input<typeof stepExecutionSchema>;
