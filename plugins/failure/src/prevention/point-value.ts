import { z } from 'zod';
import { intervalSchema } from '@faultline/model';
import { measureKinds } from './measure.ts';
import { allAssessed, type Assessment } from './prevention.ts';
import { basisText } from './proposal.ts';
import type { Rate } from './rate.ts';
import type { Settings } from './settings.ts';
import type { StudiedPoint } from './studied-point.ts';

const rateSchema = z.strictObject({
  low: z.number(),
  expected: z.number(),
  high: z.number(),
  basis: z.enum(['learned', 'declared', 'prior']),
  observed: z.int().describe('Cases that it was seen in.'),
});

const sideSchema = z.strictObject({
  failureRate: intervalSchema.describe('Share of runs with what is counted.'),
  successRate: z.number().describe('Share of runs that succeed.'),
  meanMs: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
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
    .describe('By simulation. null: it does not apply.'),
});

/** A weak point with all measures, as a value that JSON holds. */
export const pointSchema = z.strictObject({
  stepId: z.string(),
  kind: z.enum(['failure', 'swallowed', 'output']).describe('How it fails: openly, unnoticed, or by what it puts out.'),
  failureType: z.string(),
  fate: z.enum(['fatal', 'recovered', 'contained', 'swallowed', 'unresolved']),
  victimId: z.string().nullable().describe('The later step that failed of its output.'),
  probability: z.number().nullable().describe('That failures begin here. null: the diagnosis has no candidate here.'),
  counted: z.enum(['failed-runs', 'runs-without', 'wrong-runs']).describe('What is counted as a failure.'),
  attempts: z.int().describe('The most attempts made today.'),
  fails: rateSchema.describe('The first attempt; of one that puts out something bad, the step that fails of it.'),
  failsAgain: rateSchema.describe('A further attempt, after one that failed.'),
  failsNextRun: rateSchema.describe('For good in the next run, after it did in one.'),
  basis: z.string().describe('What the rates rest on, in words.'),
  workflow: z.enum(['declared', 'inferred', 'step']).describe('What was simulated around it; step: nothing.'),
  simulatedRuns: z.int(),
  measures: z.array(measureSchema),
});

/** A weak point with all measures. */
export type PointValue = z.infer<typeof pointSchema>;

/** A weak point as a value. */
export function pointValue(point: StudiedPoint, settings: Settings): PointValue {
  const { record, around } = point;
  return {
    stepId: point.stepId,
    kind: point.kind,
    failureType: point.failureType,
    fate: point.fate,
    victimId: point.victimId ?? null,
    probability: point.probability ?? null,
    counted: point.counted,
    attempts: record.attempts,
    fails: rateValue(record.fails),
    failsAgain: rateValue(record.failsAgain),
    failsNextRun: rateValue(record.failsNextRun),
    basis: basisText(point),
    workflow: around.origin,
    simulatedRuns: point.delivered.runs,
    measures: allAssessed(point, settings).map(measureValue),
  };
}

const rateValue = ({ low, expected, high, basis, observed }: Rate): PointValue['fails'] => ({
  low,
  expected,
  high,
  basis,
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
      worstMs: gain.worstMs[which],
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
