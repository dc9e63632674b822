import { enoughForPercentiles } from '@faultline/facts';
import { constant } from '@faultline/simulator';
import { rateOf } from './rate.ts';
import type { Knowledge, TrackRecord } from './track-record.ts';
import type { Slowness } from './weak-point.ts';

/** Before a second try was seen it is taken to be as often slow as a first one, which counts as two cases. */
const furtherCases = 2;
/** Where nobody counted. */
const guessed = { share: 0.05, cases: 2, basis: 'prior' } as const;

/**
 * The record of a step that was slow: "fails" reads "takes as long as in this run". How often it does is what earlier
 * executions show; where only a declaration says what is usual, nobody knows.
 */
export function slowRecordOf(
  stepId: string,
  { tookMs }: Slowness,
  record: TrackRecord,
  { baselines, workflowId }: Knowledge,
): TrackRecord {
  const learned = baselines.of(workflowId, stepId, 'durationMs');
  const count = learned !== undefined && learned.count >= enoughForPercentiles ? learned.count : 0;
  // The p-value is (1 + those at least as large) / (1 + all).
  const slow = count === 0 ? 0 : Math.max(0, Math.round(learned!.pAtLeast(tookMs) * (count + 1)) - 1);
  const fails = rateOf(slow, count, guessed);
  return {
    ...record,
    fails,
    failsAgain: rateOf(0, 0, { share: fails.expected, cases: furtherCases, basis: 'prior' }),
    attempts: 1,
    failsMs: constant(tookMs),
    key: 'slow',
  };
}
