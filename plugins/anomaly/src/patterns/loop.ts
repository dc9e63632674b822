import { z } from 'zod';
import { defineDetector, measured } from '@faultline/core';
import { baselines, contentHash, stepIndex } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { kindAlarm, kindEvidence, seenText } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { chanceText } from '../words.ts';

/** Reports steps that did the same again and again. */
export const loop = defineDetector({
  id: 'anomaly/loop',
  description:
    'Reports steps that ran with the same input again and again, where earlier runs say that so many rounds are unusual.',
  advice: 'Give whoever calls the step its earlier result, and a limit of rounds.',
  severity: 'warning',
  options: rateOptions.extend({
    repetitions: z
      .int()
      .min(2)
      .default(3)
      .describe('How often a step must have been given the same input, retries not counted.'),
  }),
  messages: {
    'unusual-loop':
      'Step "{{step}}" was given the same input {{times:count}} times, in {{rounds:count}} executions; {{seen}} had as many. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const alarm = kindAlarm(run, learned.baselines, options.rate, 'rounds');
    const unusual = new Map(alarm?.kinds.map((kind) => [kind.stepIds[0], kind]));
    for (const stepId of stepIndex(run).ids) {
      const kind = unusual.get(stepId);
      // That it happened is told by `failure/loop`; here only that it is unusual.
      if (alarm === undefined || kind === undefined) continue;
      const same = mostRepeated(run.executionsOf(stepId), options.repetitions);
      if (same.length < options.repetitions) continue;
      const common = { at: same.slice(0, 100), evidence: [measured('repetitions', same.length, 'count', same.at(-1))] };
      const data = { step: stepId, times: same.length };
      report({
        messageId: 'unusual-loop',
        ...common,
        data: {
          ...data,
          rounds: run.executionsOf(stepId).length,
          seen: seenText(kind.seenIn, alarm.runs),
          chance: chanceText(alarm, { does: 'has anything as rare', did: 'had' }),
        },
        ...chancesOf(alarm),
        evidence: [...common.evidence, ...kindEvidence(alarm, kind, 'runsWithSoManyRounds')],
      });
    }
  },
});

/** The executions with the input that came most often; the first such input of several. Few rounds are not looked into. */
function mostRepeated(executions: readonly StepExecution[], repetitions: number): readonly StepExecution[] {
  const rounds = executions.filter(({ attempt, input }) => attempt === 1 && input !== undefined);
  if (rounds.length < repetitions) return [];
  let most: readonly StepExecution[] = [];
  for (const same of Map.groupBy(rounds, ({ input }) => contentHash(input)).values())
    if (same.length > most.length) most = same;
  return most;
}
