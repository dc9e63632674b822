import { z } from 'zod';
import { findingSchema, unitSchema } from './finding.ts';
import { jsonSchema } from './json.ts';
import { edgeOrigins, statusSchema } from './run.ts';
import { severitySchema } from './severity.ts';

/** The parts of a report, in the order of reading. */
export const chapters = [
  'summary',
  'integrity',
  'flow',
  'anomalies',
  'performance',
  'dependencies',
  'failures',
  'patterns',
  'predictions',
  'recommendations',
] as const;

/** A text, or a number with its unit. */
export const cellSchema = z.union([z.string(), z.strictObject({ value: z.number(), unit: unitSchema })]);

const barSchema = z.strictObject({
  label: z.string(),
  executionIds: z.array(z.string()).readonly(),
  isCritical: z.boolean(),
  parts: z
    .array(
      z.strictObject({ fromMs: z.number(), toMs: z.number(), kind: z.enum(['waiting', 'work', 'failed', 'open']) }),
    )
    .readonly(),
  note: z.exactOptional(z.string()),
});

/** The whole drawing vocabulary of reporters. Small on purpose: the section of an unknown plugin can always be shown. */
export const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.literal('facts'),
    facts: z.array(z.strictObject({ label: z.string(), value: cellSchema })).readonly(),
  }),
  z.strictObject({
    type: z.literal('table'),
    columns: z.array(z.string()).readonly(),
    rows: z.array(z.array(cellSchema).readonly()).readonly(),
  }),
  z.strictObject({
    type: z.literal('timeline'),
    untilMs: z.number().meta({ description: 'Length of the axis, from the start of the run.' }),
    bars: z.array(barSchema).readonly(),
    hasTimes: z.exactOptional(z.literal(false)).meta({ description: 'false: only what came before what is known.' }),
    left: z.int().meta({ description: 'Bars left out because there were too many.' }),
  }),
]);

/** What an analysis adds to a report: a value for programs, blocks for people. */
export const sectionSchema = z.strictObject({
  id: z.string(),
  chapter: z.enum(chapters),
  title: z.string(),
  value: jsonSchema,
  blocks: z.array(blockSchema).readonly(),
});

/** The run in figures. */
export const runSummarySchema = z.strictObject({
  id: z.string(),
  workflowId: z.string(),
  subjectId: z.exactOptional(z.string()),
  status: statusSchema,
  startMs: z.number(),
  endMs: z.exactOptional(z.number()),
  durationMs: z.number(),
  times: z
    .enum(['recorded', 'derived', 'order'])
    .meta({ description: 'derived: reckoned from runtimes where the run was read. order: durations mean nothing.' }),
  maxDurationMs: z.exactOptional(z.number()).meta({ description: 'What the success criteria allow.' }),
  steps: z.strictObject({
    defined: z.int().nullable().meta({ description: 'null: no definition was given.' }),
    seen: z.int(),
    completed: z.int(),
    failed: z.int(),
    skipped: z.int(),
    open: z.int(),
  }),
  executions: z.int(),
  edges: z.record(z.enum(edgeOrigins), z.int()),
  inferredEdgeShare: z
    .number()
    .meta({ description: 'Share of the joints of the critical path that are known from time order only.' }),
});

/** One sentence about the run, with the findings or the section that say so. */
export const insightSchema = z.strictObject({
  topic: z.enum(['outcome', 'cause', 'propagation', 'history', 'timing', 'trust', 'unknown', 'advice']),
  text: z.string(),
  findingIds: z.array(z.string()).readonly(),
  sectionId: z.exactOptional(z.string()).meta({ description: 'The section that it sums up.' }),
});

/** One thing to do, with the findings it answers. */
export const actionItemSchema = z.strictObject({
  text: z.string(),
  findingIds: z.array(z.string()).readonly(),
  healthPoints: z.number().meta({ description: 'What the health score would gain.' }),
  savesMs: z.exactOptional(z.number()),
});

/** The score starts at 100; each deduction names its rule. */
export const healthSchema = z.strictObject({
  score: z.number().min(0).max(100),
  deductions: z
    .array(z.strictObject({ ruleId: z.string(), points: z.number().positive(), findings: z.int().positive() }))
    .readonly(),
});

/** The verdict in a word each: how the run went, and whether its trace can be trusted. */
export const assessmentSchema = z.strictObject({
  verdict: z.enum(['healthy', 'attention', 'faulty', 'failed', 'unfinished']),
  trust: z.enum(['sound', 'doubtful', 'broken']),
  text: z.string(),
});

/** Everything that Faultline says about one run. */
export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    analyzedAtMs: z.exactOptional(z.number()),
    run: runSummarySchema,
    assessment: assessmentSchema,
    health: healthSchema,
    summary: z.array(insightSchema).readonly(),
    actionItems: z.array(actionItemSchema).readonly(),
    findings: z.array(findingSchema).readonly(),
    sections: z.array(sectionSchema).readonly(),
    rules: z
      .array(
        z.strictObject({
          id: z.string(),
          kind: z.string(),
          description: z.string(),
          doubtsTrace: z.boolean().meta({ description: 'Whether its findings say that the trace itself is wrong.' }),
          messages: z.record(z.string(), z.string()),
        }),
      )
      .readonly()
      .meta({
        description: 'The rules that found something, so that a program can format, translate and link it. By id.',
      }),
    ranRules: z.array(z.string()).readonly().meta({ description: 'Ids of all rules that ran, in order.' }),
    worst: severitySchema.nullable().meta({ description: 'The worst severity among the findings. null: none.' }),
  })
  .meta({ id: 'Report' });

/** A part of a report. */
export type Chapter = (typeof chapters)[number];
/** A text, or a number with its unit. */
export type Cell = z.infer<typeof cellSchema>;
/** One thing that a reporter draws. */
export type Block = z.infer<typeof blockSchema>;
/** One line of a timeline. */
export interface TimelineBar extends z.infer<typeof barSchema> {}
/** What an analysis adds to a report. */
export interface Section extends z.infer<typeof sectionSchema> {}
/** The run in figures. */
export interface RunSummary extends z.infer<typeof runSummarySchema> {}
/** One sentence about the run, with the findings that say so. */
export interface Insight extends z.infer<typeof insightSchema> {}
/** One thing to do, with the findings it answers. */
export interface ActionItem extends z.infer<typeof actionItemSchema> {}
/** The health score and what was deducted from 100. */
export interface Health extends z.infer<typeof healthSchema> {}
/** The verdict on a run and on its trace. */
export interface Assessment extends z.infer<typeof assessmentSchema> {}
/** Everything that Faultline says about one run. */
export interface Report extends z.infer<typeof reportSchema> {}
