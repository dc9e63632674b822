import { defineDetector, firstPlaces } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { kindAlarm, kindEvidence } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { runTests } from '../tests/run-tests.ts';
import { chanceText } from '../words.ts';
import { mostRepeated, usualRepetitions } from './most-repeated.ts';

/** Reports steps that ran more often within one run than is usual for them. */
export const unusualRounds = defineDetector({
  id: 'anomaly/unusual-rounds',
  description: 'Reports steps that ran more often in one run than is usual for them, each time with another input.',
  advice: 'Look at what decides how often the step runs, and give it a limit.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    unusual:
      'Step "{{step}}" ran {{rounds:count}} times; 95 % of {{earlier:count}} earlier runs with it had {{low:count}} to {{high:count}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const { rate } = options;
    const alarm = kindAlarm(run, learned.baselines, rate, 'rounds');
    if (alarm === undefined) return;
    const retried = new Set(
      runTests(run, learned.baselines)
        .alarmsAt(rate)
        .flatMap((one) => (one.about === 'retries' ? [one.stepId] : [])),
    );
    for (const kind of alarm.kinds) {
      const [step = ''] = kind.stepIds;
      const executions = run.executionsOf(step);
      const usual = learned.baselines.of(run.workflowId, step, 'executionsPerRun');
      // A burst of retries has been told, and so has a loop.
      if (usual === undefined || retried.has(step)) continue;
      if (mostRepeated(executions, usualRepetitions).length >= usualRepetitions) continue;
      report({
        messageId: 'unusual',
        at: firstPlaces(executions),
        data: {
          step,
          rounds: kind.rounds ?? executions.length,
          earlier: usual.count,
          low: usual.quantile(0.025),
          high: usual.quantile(0.975),
          chance: chanceText(
            { ...alarm, pValue: kind.p, isBeyondAll: kind.seenIn === 0 },
            { does: 'has anything as rare', did: 'had as many' },
          ),
        },
        ...chancesOf({ ...alarm, pValue: kind.p }),
        evidence: kindEvidence(alarm, kind, 'runsWithSoManyRounds'),
      });
    }
  },
});
