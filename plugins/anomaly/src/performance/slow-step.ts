import { defineDetector } from '@faultline/core';
import { baselines, type MetricTest } from '@faultline/facts';
import { rateOptions } from '../rate-options.ts';
import { ownText, stepReports, type StepReportSpec } from './step-reports.ts';

/** Reports executions that took longer than earlier ones. */
export const slowStep = defineDetector({
  id: 'anomaly/slow-step',
  description: 'Reports steps that took longer than is usual for them.',
  advice: 'Compare the step with a usual run: its input, its retries, the load on what it calls.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    slow: 'Step "{{step}}" took {{observed:ms}}{{own}}{{more}}; 95 % of {{earlier:count}} earlier executions{{among}} took {{low:ms}} to {{high:ms}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    for (const { metric, report: common, data } of stepReports(run, learned.baselines, options.rate, slow))
      report({ messageId: 'slow', ...common, data: { ...data, own: ownText(metric) } });
  },
});

/** Whether it is about too long a time of work. */
export const isSlow = ({ metric, direction }: Pick<MetricTest, 'metric' | 'direction'>): boolean =>
  direction === 'high' && (metric === 'durationMs' || metric === 'selfMs');

const slow: StepReportSpec = { isWanted: isSlow, does: 'takes as long', did: 'took as long' };
