import { defineDetector, firstPlaces, listed, type RunView } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { kindAlarm, kindEvidence } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import type { RunKind } from '../tests/hypothesis.ts';
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
      'Step "{{step}}" ran {{rounds:count}} times{{others}}; 95 % of {{earlier:count}} earlier runs with it had {{low:count}} to {{high:count}}. {{chance}}',
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
    // A burst of retries has been told, and so has a loop.
    const untold = alarm.kinds.filter(
      ({ stepIds: [step = ''] }) =>
        !retried.has(step) && mostRepeated(run.executionsOf(step), usualRepetitions).length < usualRepetitions,
    );
    for (const [kind, ...others] of cycles(run, untold)) {
      const [step = ''] = kind.stepIds;
      const executions = run.executionsOf(step);
      const usual = learned.baselines.of(run.workflowId, step, 'executionsPerRun');
      if (usual === undefined) continue;
      report({
        messageId: 'unusual',
        at: firstPlaces(executions),
        data: {
          step,
          rounds: kind.rounds ?? executions.length,
          others: others.length === 0 ? '' : `, and with it ${listed(others.flatMap(({ stepIds }) => stepIds))}`,
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

/** Steps that ran as often as each other, but for a last round cut short, run in one cycle: the first of it stands for all. */
function cycles(run: RunView, kinds: readonly RunKind[]): readonly (readonly [RunKind, ...RunKind[]])[] {
  const startOf = ({ stepIds: [step = ''] }: RunKind): number => run.executionsOf(step)[0]?.startMs ?? 0;
  const left = kinds.toSorted((a, b) => startOf(a) - startOf(b));
  const found: [RunKind, ...RunKind[]][] = [];
  for (const kind of left) {
    const cycle = found.find(([first]) => Math.abs((first.rounds ?? 0) - (kind.rounds ?? 0)) <= 1);
    if (cycle === undefined) found.push([kind]);
    else cycle.push(kind);
  }
  return found;
}
