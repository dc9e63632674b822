import { defineDetector, firstPlaces } from '@faultline/core';
import { baselines, failureTypeOf, ownFailures } from '@faultline/facts';
import { kindAlarm, kindEvidence } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText } from '../words.ts';

/** Reports failures of a step, or of a type, that are not usual there. */
export const unusualFailure = defineDetector({
  id: 'anomaly/unusual-failure',
  description: 'Reports failures of steps that do not usually fail, or not in that way.',
  advice: 'Hold this run against the last one in which it worked: what differs between them is where to look.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    'first-failure': 'Step "{{step}}" failed ({{type}}); it did not in any of {{runs:count}} earlier runs. {{chance}}',
    'unusual-type':
      'Step "{{step}}" failed with {{type}}, as in {{seen:count}} of {{runs:count}} earlier runs; {{failures:count}} of its attempts failed in any way. {{chance}}',
    'other-type':
      'Step "{{step}}" failed with {{type}}, a type that was not kept: such types came {{seen:count}} times in {{runs:count}} earlier runs. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const alarm = kindAlarm(run, learned.baselines, options.rate, 'failure');
    if (alarm === undefined) return;
    for (const kind of alarm.kinds) {
      const [step = ''] = kind.stepIds;
      const { failureType: type = '' } = kind;
      const before = learned.baselines.failureTypesOf(run.workflowId, step);
      const failures = [...before.values()].reduce((sum, times) => sum + times, 0);
      const common = {
        at: firstPlaces(
          ownFailures(run).filter((execution) => execution.stepId === step && failureTypeOf(execution)?.type === type),
        ),
        ...chancesOf(alarm),
        evidence: kindEvidence(alarm, kind, 'runsWithFailure'),
      };
      const data = {
        step,
        type,
        runs: alarm.runs,
        chance: chanceText(alarm, { does: 'has a failure as rare', did: 'had one' }),
      };
      const { byType, ofOtherTypes } = learned.baselines.failedRunsOf(run.workflowId, step);
      if (failures === 0) report({ messageId: 'first-failure', data, ...common });
      else if (ofOtherTypes > 0 && !byType.has(type))
        report({ messageId: 'other-type', data: { ...data, seen: kind.seenIn }, ...common });
      else report({ messageId: 'unusual-type', data: { ...data, seen: kind.seenIn, failures }, ...common });
    }
  },
});
