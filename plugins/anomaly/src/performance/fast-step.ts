import { defineDetector } from '@faultline/core';
import { baselines, type MetricTest } from '@faultline/facts';
import { chancesOf, metricData, metricEvidence, moreText, stepAlarms } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText } from '../words.ts';

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
    for (const { stepId, worst, at, count } of stepAlarms(run, learned.baselines, options.rate, isFast))
      report({
        messageId: 'fast',
        at,
        data: {
          step: stepId,
          ...metricData(worst),
          own: worst.metric === 'selfMs' ? ' without what it called' : '',
          more: moreText(count),
          chance: chanceText(worst, { does: 'takes as little', did: 'took as little' }),
        },
        ...chancesOf(worst),
        evidence: metricEvidence(worst, worst.execution),
      });
  },
});

const isFast = ({ metric, direction }: MetricTest): boolean =>
  direction === 'low' && (metric === 'durationMs' || metric === 'selfMs');
