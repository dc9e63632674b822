import { z } from 'zod';
import { severitySchema } from '@faultline/model';

const ruleSettingSchema = z.union([
  z.literal('off'),
  severitySchema,
  z.strictObject({
    severity: z.exactOptional(severitySchema).describe('Instead of the severity of the rule.'),
    options: z.exactOptional(z.record(z.string(), z.unknown())).describe('See "faultline explain RULE".'),
  }),
]);

const scheduleSchema = z
  .strictObject({
    overflow: z
      .enum(['clip', 'detach'])
      .default('clip')
      .describe(
        '"clip": a step that ends after its caller counts up to the end of the caller; "detach": nobody waits for it.',
      ),
    overlapToleranceMs: z
      .exactOptional(z.number().nonnegative())
      .describe('By how many milliseconds a step may end after another begins, and still be what that one waited for.'),
    overlapToleranceShare: z
      .exactOptional(z.number().min(0).max(1))
      .describe('The same, as a share of the duration of their caller. One of the two.'),
  })
  .refine(
    ({ overlapToleranceMs, overlapToleranceShare }) =>
      overlapToleranceMs === undefined || overlapToleranceShare === undefined,
    'expected overlapToleranceMs or overlapToleranceShare, not both',
  );

/** What the engine can be told. */
export const engineConfigSchema = z.strictObject({
  rules: z
    .record(z.string(), ruleSettingSchema)
    .default({})
    .describe('By rule or section id: "off", a severity, or { severity, options }.'),
  seed: z.int().default(0).describe('Seeds the random numbers of rules that use some.'),
  budgetMs: z
    // Not z.number(): that refuses Infinity, and a parsed configuration must parse again.
    .custom<number>((value) => typeof value === 'number' && value > 0, 'expected a positive number')
    .meta({ type: 'number', exclusiveMinimum: 0 })
    .default(Infinity)
    .describe(
      'Time that one rule may take in milliseconds. It makes results depend on the machine: unlimited by default.',
    ),
  schedule: scheduleSchema
    .prefault({})
    .describe('How the critical path and all that rests on it take what traces leave open.'),
  includeSubject: z
    .boolean()
    .default(false)
    .describe('Whether reports name the subject of the run (a patient, a customer).'),
});

/** What a configuration says about one rule or section. */
export type RuleSetting = z.infer<typeof ruleSettingSchema>;
/** What the engine was told, with defaults filled in. */
export type EngineConfig = z.infer<typeof engineConfigSchema>;
/** What the engine can be told; everything may be left out. */
export type EngineConfigInput = z.input<typeof engineConfigSchema>;
