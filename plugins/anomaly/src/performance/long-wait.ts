import { defineDetector } from '@faultline/core';
import { baselines, type MetricTest } from '@faultline/facts';
import { rateOptions } from '../rate-options.ts';
import { stepReports, type StepReportSpec } from './step-reports.ts';

/** Reports executions that started later after they could have than earlier ones. */
export const longWait = defineDetector({
  id: 'anomaly/long-wait',
  description: 'Reports steps that waited longer than is usual for them before they started.',
  advice: 'Look for what the step waited for beside its dependencies: a queue, a pool, a rate limit, a lock.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    waited:
      'Step "{{step}}" waited {{observed:ms}} before it started{{more}}; 95 % of {{earlier:count}} earlier executions{{among}} waited {{low:ms}} to {{high:ms}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    for (const { report: common, data } of stepReports(run, learned.baselines, options.rate, long))
      report({ messageId: 'waited', ...common, data });
  },
});

const isWait = ({ metric }: MetricTest): boolean => metric === 'waitMs';

const long: StepReportSpec = { isWanted: isWait, does: 'waits as long', did: 'waited as long' };
