import { defineDetector } from '@faultline/core';
import { baselines, type MetricTest } from '@faultline/facts';
import { rateOptions } from '../rate-options.ts';
import { ownText, stepReports, type StepReportSpec } from './step-reports.ts';

/** Reports executions that were done sooner than earlier ones. */
export const fastStep = defineDetector({
  id: 'anomaly/fast-step',
  description: 'Reports steps that completed sooner than is usual for them.',
  advice: 'Look at the output of the step: what is done too soon is often not done, or was answered from a cache.',
  severity: 'info',
  options: rateOptions,
  messages: {
    fast: 'Step "{{step}}" took only {{observed:ms}}{{own}}{{more}}; 95 % of {{earlier:count}} earlier executions{{among}} took {{low:ms}} to {{high:ms}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    for (const { metric, report: common, data } of stepReports(run, learned.baselines, options.rate, fast))
      report({ messageId: 'fast', ...common, data: { ...data, own: ownText(metric) } });
  },
});

const isFast = ({ metric, direction }: MetricTest): boolean =>
  direction === 'low' && (metric === 'durationMs' || metric === 'selfMs');

const fast: StepReportSpec = { isWanted: isFast, does: 'takes as little', did: 'took as little' };
