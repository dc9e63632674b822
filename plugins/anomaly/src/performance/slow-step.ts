import { defineDetector } from '@faultline/core';
import { baselines, type MetricTest } from '@faultline/facts';
import { chancesOf, metricData, metricEvidence, moreText, stepAlarms } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText } from '../words.ts';

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
    for (const { stepId, worst, at, count } of stepAlarms(run, learned.baselines, options.rate, isSlow))
      report({
        messageId: 'slow',
        at,
        data: {
          step: stepId,
          ...metricData(worst),
          own: worst.metric === 'selfMs' ? ' without what it called' : '',
          more: moreText(count),
          chance: chanceText(worst, { does: 'takes as long', did: 'took as long' }),
        },
        ...chancesOf(worst),
        evidence: metricEvidence(worst, worst.execution),
      });
  },
});

const isSlow = ({ metric, direction }: MetricTest): boolean =>
  direction === 'high' && (metric === 'durationMs' || metric === 'selfMs');
