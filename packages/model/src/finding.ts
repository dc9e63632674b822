import { z } from 'zod';
import { recordOf } from './json.ts';
import { edgeOrigins } from './run.ts';
import { severitySchema } from './severity.ts';

/** Units of the numbers in findings and sections. */
export const unitSchema = z.enum(['ms', 'usd', 'mib', 'cores', 'gpus', 'tokens', 'count', 'share', 'ratio']);

/** An estimate with its 95 % interval. */
export const intervalSchema = z.strictObject({ low: z.number(), expected: z.number(), high: z.number() }).readonly();

/** Where an expectation comes from. A prior is a guess made without any data. */
export const basisSchema = z.enum(['learned', 'declared', 'prior']);

/** Whether a p-value keeps its promise whatever the distribution, or was taken from a tail fitted beyond all that was seen. */
export const guaranteeSchema = z.enum(['exact', 'extrapolated']);

const probabilitySchema = z.number().min(0).max(1);

/** What a claim rests on, so that a person or a program can check it. */
export const evidenceSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('measured'),
    executionId: z.exactOptional(z.string()),
    metric: z.string(),
    value: z.number(),
    unit: unitSchema,
  }),
  z.strictObject({
    type: z.literal('expected'),
    metric: z.string(),
    p50: z.exactOptional(z.number()),
    p95: z.exactOptional(z.number()),
    mean: z.exactOptional(z.number()),
    low: z.exactOptional(z.number()).meta({ description: 'From here to `high` lie 95 % of the observations.' }),
    high: z.exactOptional(z.number()),
    unit: unitSchema,
    basis: basisSchema,
    observations: z.exactOptional(z.int()),
    pValue: z.exactOptional(probabilitySchema).meta({ description: 'Of the measured value.' }),
    guarantee: z.exactOptional(guaranteeSchema).meta({ description: 'Of the p-value.' }),
  }),
  z.strictObject({
    type: z.literal('edge'),
    from: z.string(),
    to: z.string(),
    origin: z.enum(edgeOrigins),
  }),
  z.strictObject({ type: z.literal('finding'), findingId: z.string() }),
  z.strictObject({ type: z.literal('inferred-edges'), share: z.number() }),
]);

/** What a change would gain. */
export const impactSchema = z
  .strictObject({
    savesMs: z.exactOptional(intervalSchema),
    savesUsd: z.exactOptional(intervalSchema),
    failureRate: z
      .exactOptional(z.strictObject({ before: intervalSchema, after: intervalSchema }).readonly())
      .meta({ description: 'Share of runs that fail, or do without what the change is about.' }),
    basis: z.enum(['retimed', 'simulated', 'learned', 'prior']),
  })
  .readonly();

const common = {
  id: z.string(),
  ruleId: z.templateLiteral([z.string(), '/', z.string()]),
  messageId: z.string(),
  message: z.string(),
  severity: severitySchema,
  stepIds: z.array(z.string()).readonly(),
  executionIds: z.array(z.string()).readonly(),
  startMs: z.number(),
  data: recordOf(z.union([z.string(), z.number()])),
  evidence: z.array(evidenceSchema).readonly(),
};

/** One thing that a rule reports. */
export const findingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('engine') }),
  z.strictObject({ ...common, kind: z.literal('validator') }),
  z.strictObject({
    ...common,
    kind: z.literal('detector'),
    score: z.exactOptional(z.number()),
    pValue: z.exactOptional(probabilitySchema),
    qValue: z
      .exactOptional(probabilitySchema)
      .meta({ description: 'The least false discovery rate at which it is reported, all tests of the run counted.' }),
    guarantee: z.exactOptional(guaranteeSchema).meta({ description: 'Of the p-value and the q-value.' }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('failure-rule'),
    confidence: probabilitySchema,
    causes: z.array(z.string()).readonly(),
  }),
  z.strictObject({ ...common, kind: z.literal('optimizer'), impact: impactSchema }),
]);

/** The unit of a number. */
export type Unit = z.infer<typeof unitSchema>;
/** Where an expectation comes from. */
export type Basis = z.infer<typeof basisSchema>;
/** Whether a p-value keeps its promise whatever the distribution, or comes from a fitted tail. */
export type Guarantee = z.infer<typeof guaranteeSchema>;
/** An estimate with its 95 % interval. */
export interface Interval extends z.infer<typeof intervalSchema> {}
/** What a change would gain. */
export interface Impact extends z.infer<typeof impactSchema> {}
/** What a claim rests on. */
export type Evidence = z.infer<typeof evidenceSchema>;
/** One thing that a rule reports; `kind` tells which extras it has. */
export type Finding = z.infer<typeof findingSchema>;
/** What made a finding: a kind of rule, or the engine itself. */
export type FindingKind = Finding['kind'];
/** The findings of one kind. */
export type FindingOf<Kind extends FindingKind> = Extract<Finding, { kind: Kind }>;
/** What an optimizer reports: a finding that says what to change and what that gains. */
export type Recommendation = FindingOf<'optimizer'>;
