import { z } from 'zod';
import { intervalSchema } from '@faultline/model';
import { measureKinds } from './measure.ts';
import { allAssessed, type Assessment, type PlacedPoint } from './prevention.ts';
import { basisText } from './effect-text.ts';
import type { Rate } from './rate.ts';
import type { Settings } from './settings.ts';

const rateSchema = z.strictObject({
  low: z.number(),
  expected: z.number(),
  high: z.number(),
  basis: z.enum(['learned', 'declared', 'prior']),
  happened: z.int().describe('How often it was seen.'),
  observed: z.int().describe('In how many cases it could have been.'),
});

const sideSchema = z.strictObject({
  failureRate: intervalSchema.describe('Share of runs with what is counted.'),
  successRate: z.number().describe('Share of runs that succeed.'),
  meanMs: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  worstFailureRate: z.number().describe('Share of runs with what is counted, where all attempts fail or are slow.'),
  worstMs: z.number().describe('A run on average in which all attempts fail, after others in which they did.'),
});

const measureSchema = z.strictObject({
  kind: z.enum(measureKinds),
  applies: z.boolean(),
  isWorthwhile: z.boolean().describe('Whether it prevents or saves enough to be proposed.'),
  reason: z.string().describe('Why it applies, or why not.'),
  figures: z.record(z.string(), z.number()).describe('The numbers of the measure itself.'),
  effect: z
    .strictObject({
      before: sideSchema,
      after: sideSchema,
      preventedShare: z.number().describe('Of the failures that begin here.'),
      savesMs: intervalSchema.nullable().describe('Per run that succeeds. null: that is not the point.'),
    })
    .nullable()
    .describe('By simulation. null: it does not apply, or nobody knows how often the failure happens.'),
});

/** A weak point with all measures, as a value that JSON holds. */
export const pointSchema = z.strictObject({
  stepId: z.string(),
  kind: z
    .enum(['failure', 'swallowed', 'output', 'slow'])
    .describe('How it fails: openly, unnoticed, by what it puts out; or not, but it makes the run late.'),
  failureType: z.string().nullable().describe('null: nothing failed.'),
  fate: z
    .enum(['fatal', 'recovered', 'contained', 'swallowed', 'unresolved'])
    .nullable()
    .describe('null: nothing failed.'),
  lateAfterMs: z.number().nullable().describe('A run that takes longer is late. null: that is not counted.'),
  victimId: z.string().nullable().describe('The later step that failed of its output.'),
  probability: z.number().nullable().describe('That failures begin here. null: the diagnosis has no candidate here.'),
  counted: z.enum(['failed-runs', 'runs-without', 'wrong-runs', 'late-runs']).describe('What is counted as a failure.'),
  attempts: z.int().describe('The most attempts made today.'),
  fails: rateSchema.describe(
    'The first attempt, with a failure of this kind; of one that was slow, being as slow; of one that puts out something bad, the step that fails of it.',
  ),
  failsAgain: rateSchema.describe('A further attempt, after one that failed.'),
  failsNextRun: rateSchema.describe('For good in the next run, after it did in one.'),
  basis: z.string().describe('What the rates rest on, in words.'),
  workflow: z.enum(['declared', 'inferred', 'step']).describe('What was simulated around it; step: nothing.'),
  simulatedRuns: z.int().describe('0: nobody knows how often it happens, and nothing was simulated.'),
  measures: z.array(measureSchema),
});

/** A weak point with all measures. */
export type PointValue = z.infer<typeof pointSchema>;

/** A weak point as a value. */
export function pointValue({ point, study }: PlacedPoint, settings: Settings): PointValue {
  const { record, around, surroundings, isKnown } = study;
  return {
    stepId: point.stepId,
    kind: point.kind,
    failureType: point.failureType ?? null,
    fate: point.fate ?? null,
    lateAfterMs: point.slowness?.lateAfterMs ?? null,
    victimId: point.victimId ?? null,
    probability: point.probability ?? null,
    counted: study.counted,
    attempts: record.attempts,
    fails: rateValue(record.fails),
    failsAgain: rateValue(record.failsAgain),
    failsNextRun: rateValue(record.failsNextRun),
    basis: basisText(study),
    workflow: around.origin,
    simulatedRuns: isKnown ? surroundings.delivered().runs : 0,
    measures: allAssessed(study, settings).map(measureValue),
  };
}

const rateValue = ({ low, expected, high, basis, happened, observed }: Rate): PointValue['fails'] => ({
  low,
  expected,
  high,
  basis,
  happened,
  observed,
});

function measureValue({ kind, measure, gain, reason, isWorthwhile }: Assessment): PointValue['measures'][number] {
  const side = (which: 'before' | 'after') =>
    gain && {
      failureRate: gain.failureRate[which],
      successRate: gain[which].successRate,
      meanMs: gain[which].meanMs,
      p50Ms: gain[which].p50Ms,
      p95Ms: gain[which].p95Ms,
      worstMs: gain.worst[which].meanMs,
      worstFailureRate: gain.worst[which].failureRate,
    };
  const [before, after] = [side('before'), side('after')];
  return {
    kind,
    applies: measure !== undefined,
    isWorthwhile,
    reason,
    figures: { ...measure?.figures },
    effect:
      gain && before && after
        ? { before, after, preventedShare: gain.preventedShare, savesMs: gain.savesMs ?? null }
        : null,
  };
}
