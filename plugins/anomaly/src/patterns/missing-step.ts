import { defineDetector } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { stepDefinitionSchema, type StepDefinition } from '@faultline/model';
import { kindAlarm, kindEvidence, seenText } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText, named } from '../words.ts';

/** Reports completed runs that did without steps which nearly every run has, or nearly every run that takes the same branch. */
export const missingStep = defineDetector({
  id: 'anomaly/missing-step',
  description: 'Reports steps that nearly every earlier run had and this one, which completed, did not.',
  advice: 'Find out which condition let the run do without the step, or whether it was not recorded.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    missing: 'The run completed without {{steps}}; {{without}} did without {{first}}. {{chance}}',
    uncalled:
      'Step "{{caller}}" completed without calling {{steps}}; so did {{seen:count}} of {{earlier:count}} earlier runs with it. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const defined = new Map(run.definition?.steps.map((step) => [step.id, step]));
    const missing = (id: string): StepDefinition => defined.get(id) ?? stepDefinitionSchema.parse({ id });

    const alarm = kindAlarm(run, learned.baselines, options.rate, 'missing');
    if (alarm !== undefined) {
      const [rarest] = alarm.kinds;
      const names = alarm.kinds.flatMap(({ stepIds }) => stepIds);
      report({
        messageId: 'missing',
        at: names.map(missing),
        data: {
          steps: named(names),
          first: named(rarest.stepIds),
          without: seenText(rarest.seenIn, alarm.runs),
          chance: chanceText(alarm, { does: 'lacks a step as common', did: 'lacked one' }),
        },
        ...chancesOf(alarm),
        evidence: kindEvidence(alarm, rarest, 'runsWithoutStep'),
      });
    }

    const uncalled = kindAlarm(run, learned.baselines, options.rate, 'uncalled');
    if (uncalled === undefined) return;
    for (const [caller, kinds] of Map.groupBy(uncalled.kinds, ({ stepIds: [from = ''] }) => from)) {
      // A group has at least one.
      const rarest = kinds[0]!;
      const names = kinds.flatMap(({ stepIds }) => stepIds.slice(1));
      report({
        messageId: 'uncalled',
        at: [...run.executionsOf(caller).slice(0, 1), ...names.map(missing)],
        data: {
          caller,
          steps: named(names),
          seen: rarest.seenIn,
          earlier: learned.baselines.shapeOf(run.workflowId)?.runsWith(caller) ?? 0,
          chance: chanceText(uncalled, { does: 'lacks a call as common', did: 'lacked one' }),
        },
        ...chancesOf(uncalled),
        evidence: kindEvidence(uncalled, rarest, 'runsWithoutCall'),
      });
    }
  },
});
