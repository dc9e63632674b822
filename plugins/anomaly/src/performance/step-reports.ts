import type { RunView } from '@faultline/core';
import type { Baselines, MetricTest } from '@faultline/facts';
import { chancesOf, metricData, metricEvidence, moreText, stepAlarms } from '../metric-alarms.ts';
import { chanceText } from '../words.ts';

/** Which metrics a rule is about, and what it says of those that were as unusual. */
export interface StepReportSpec {
  readonly isWanted: (test: MetricTest) => boolean;
  /** `takes as long`. */
  readonly does: string;
  /** `took as long`. */
  readonly did: string;
}

/** What rules about the times of steps report: one report for each step, and its most unusual metric. */
export const stepReports = (run: RunView, learned: Baselines, rate: number, { isWanted, does, did }: StepReportSpec) =>
  stepAlarms(run, learned, rate, isWanted).map(({ stepId, worst, at, count }) => ({
    metric: worst.metric,
    report: {
      at,
      ...chancesOf(worst),
      evidence: metricEvidence(worst, worst.execution),
    },
    data: {
      step: stepId,
      ...metricData(worst),
      more: moreText(count),
      chance: chanceText(worst, { does, did }),
    },
  }));

/** Whether a duration is that of the step's own work, in words. */
export const ownText = (metric: string): string => (metric === 'selfMs' ? ' without what it called' : '');
