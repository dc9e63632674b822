import { defineDetector, firstPlaces, measured } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { runTests } from '../tests/run-tests.ts';
import { chanceText } from '../words.ts';

/** Reports steps whose attempts failed more often than usual. */
export const retryBurst = defineDetector({
  id: 'anomaly/retry-burst',
  description: 'Reports steps of which more attempts failed in one run than is usual for them.',
  advice: 'Look at the errors of the attempts: retries help against chance, not against what is broken.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    burst:
      '{{failures:count}} of {{attempts:count}} attempts at step "{{step}}" failed; of {{before:count}} earlier attempts {{usual:share}} did. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    for (const alarm of runTests(run, learned.baselines).alarmsAt(options.rate)) {
      if (alarm.about !== 'retries') continue;
      const { stepId, failures, attempts, failuresBefore, attemptsBefore } = alarm;
      const usual = failuresBefore / attemptsBefore;
      report({
        messageId: 'burst',
        at: firstPlaces(run.executionsOf(stepId).filter(({ status }) => status === 'failed' || status === 'retrying')),
        data: {
          step: stepId,
          failures,
          attempts,
          before: attemptsBefore,
          usual,
          chance: chanceText(alarm, { does: 'has as many, if attempts fail independently', did: 'had' }),
        },
        ...chancesOf(alarm),
        evidence: [
          measured('failedAttempts', failures, 'count'),
          {
            type: 'expected',
            metric: 'failureRate',
            mean: usual,
            unit: 'share',
            basis: 'learned',
            observations: attemptsBefore,
            pValue: alarm.pValue,
            guarantee: alarm.alarmGuarantee,
          },
        ],
      });
    }
  },
});
