import { defineDetector } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { kindAlarm, kindEvidence } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText } from '../words.ts';

/** Reports known steps that followed each other as in no earlier run. */
export const unusualOrder = defineDetector({
  id: 'anomaly/unusual-order',
  description: 'Reports steps that began directly after a step which they followed in no earlier run.',
  advice: 'Look for a step that started too early or too late, and for what decides the order.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    order: 'Step "{{to}}" began directly after "{{from}}", as in none of {{runs:count}} earlier runs. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const { rate } = options;
    const alarm = kindAlarm(run, learned.baselines, rate, 'succession');
    if (alarm === undefined) return;
    // A step too many or too few changes the order of its neighbours; that has been told.
    if (kindAlarm(run, learned.baselines, rate, 'missing') !== undefined) return;
    if (kindAlarm(run, learned.baselines, rate, 'unexpected') !== undefined) return;
    const [kind] = alarm.kinds;
    const [from = '', to = ''] = kind.stepIds;
    report({
      messageId: 'order',
      at: alarm.kinds.flatMap(({ stepIds }) => run.executionsOf(stepIds[1] ?? '').slice(0, 1)),
      data: {
        from,
        to,
        runs: alarm.runs,
        chance: chanceText(alarm, { does: 'has an order that is new', did: 'had one' }),
      },
      ...chancesOf(alarm),
      evidence: kindEvidence(alarm, kind, 'runsWithSuccession'),
    });
  },
});
