import { defineDetector } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { kindAlarm, kindEvidence, seenText } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText } from '../words.ts';

/** Reports steps that hardly any run has. */
export const unexpectedStep = defineDetector({
  id: 'anomaly/unexpected-step',
  description: 'Reports steps that no or hardly any earlier run had.',
  advice: 'Find out what called the step; if it is new on purpose, learn from runs that have it.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    unexpected: 'Step "{{step}}" ran, as in {{seen}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const alarm = kindAlarm(run, learned.baselines, options.rate, 'unexpected');
    if (alarm === undefined) return;
    for (const kind of alarm.kinds) {
      const [step = ''] = kind.stepIds;
      report({
        messageId: 'unexpected',
        at: run.executionsOf(step).slice(0, 1),
        data: {
          step,
          seen: seenText(kind.seenIn, alarm.runs),
          chance: chanceText(alarm, { does: 'has a step as rare', did: 'had one' }),
        },
        ...chancesOf(alarm),
        evidence: kindEvidence(alarm, kind, 'runsWithStep'),
      });
    }
  },
});
