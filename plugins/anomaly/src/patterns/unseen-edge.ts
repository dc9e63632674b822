import { defineDetector } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { kindAlarm, kindEvidence } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText } from '../words.ts';

/** Reports dependencies between known steps that no earlier run had. */
export const unseenEdge = defineDetector({
  id: 'anomaly/unseen-edge',
  description: 'Reports steps that needed a step which they needed in no earlier run.',
  advice: 'Look at what the step was given: the workflow took a way that it did not take before.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    unseen: 'Step "{{to}}" needed "{{from}}", as in none of {{runs:count}} earlier runs. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const alarm = kindAlarm(run, learned.baselines, options.rate, 'edge');
    if (alarm === undefined) return;
    const shape = learned.baselines.shapeOf(run.workflowId);
    for (const kind of alarm.kinds) {
      const [from = '', to = ''] = kind.stepIds;
      // What leads to a new step, or away from it, is new as well: anomaly/unexpected-step has told.
      if (shape?.runsWith(from) === 0 || shape?.runsWith(to) === 0) continue;
      report({
        messageId: 'unseen',
        at: [...run.executionsOf(from).slice(0, 1), ...run.executionsOf(to).slice(0, 1)],
        data: {
          from,
          to,
          runs: alarm.runs,
          chance: chanceText(alarm, { does: 'has an edge that is new', did: 'had one' }),
        },
        ...chancesOf(alarm),
        evidence: kindEvidence(alarm, kind, 'runsWithEdge'),
      });
    }
  },
});
