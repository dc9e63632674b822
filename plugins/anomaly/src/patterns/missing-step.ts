import { defineDetector } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { stepDefinitionSchema } from '@faultline/model';
import { kindAlarm, kindEvidence, seenText } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText, named } from '../words.ts';

/** Reports completed runs that did without steps which nearly every run has. */
export const missingStep = defineDetector({
  id: 'anomaly/missing-step',
  description: 'Reports steps that nearly every earlier run had and this one, which completed, did not.',
  advice: 'Find out which condition let the run do without the step, or whether it was not recorded.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    missing: 'The run completed without {{steps}}; {{without}} did without {{first}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const alarm = kindAlarm(run, learned.baselines, options.rate, 'missing');
    if (alarm === undefined) return;
    const [rarest] = alarm.kinds;
    const names = alarm.kinds.flatMap(({ stepIds }) => stepIds);
    const defined = new Map(run.definition?.steps.map((step) => [step.id, step]));
    report({
      messageId: 'missing',
      at: names.map((id) => defined.get(id) ?? stepDefinitionSchema.parse({ id })),
      data: {
        steps: named(names),
        first: named(rarest.stepIds),
        without: seenText(rarest.seenIn, alarm.runs),
        chance: chanceText(alarm, { does: 'lacks a step as common', did: 'lacked one' }),
      },
      ...chancesOf(alarm),
      evidence: kindEvidence(alarm, rarest, 'runsWithoutStep'),
    });
  },
});
