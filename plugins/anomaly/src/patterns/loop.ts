import { z } from 'zod';
import { defineDetector, firstPlaces, measured } from '@faultline/core';
import { baselines, stepIndex } from '@faultline/facts';
import { kindAlarm, kindEvidence, seenText, type AlarmedKinds } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import type { RunKind } from '../tests/hypothesis.ts';
import { chanceText } from '../words.ts';
import { mostRepeated, usualRepetitions } from './most-repeated.ts';

/** Reports steps that did the same again and again. */
export const loop = defineDetector({
  id: 'anomaly/loop',
  description:
    'Reports steps that ran with the same input again and again, where earlier runs say that this is unusual.',
  advice: 'Give whoever calls the step its earlier result, and a limit of rounds.',
  severity: 'warning',
  options: rateOptions.extend({
    repetitions: z
      .int()
      .min(2)
      .default(usualRepetitions)
      .describe('How often a step must have been given the same input, retries not counted.'),
  }),
  messages: {
    'unusual-loop':
      'Step "{{step}}" was given the same input {{times:count}} times, in {{rounds:count}} executions; {{seen}} had as many. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const unusual = new Map<string | undefined, { readonly alarm: AlarmedKinds; readonly kind: RunKind }>();
    // The rarer of the two; of equals the same input, which says more than another round.
    for (const sort of ['rounds', 'repeats'] as const) {
      const alarm = kindAlarm(run, learned.baselines, options.rate, sort);
      for (const kind of alarm?.kinds ?? []) {
        const known = unusual.get(kind.stepIds[0]);
        if (alarm !== undefined && !(known !== undefined && known.kind.p < kind.p))
          unusual.set(kind.stepIds[0], { alarm, kind });
      }
    }
    for (const stepId of stepIndex(run).ids) {
      const found = unusual.get(stepId);
      // That it happened is told by `failure/loop`; here only that it is unusual.
      if (found === undefined) continue;
      const { alarm, kind } = found;
      const same = mostRepeated(run.executionsOf(stepId), options.repetitions);
      if (same.length < options.repetitions) continue;
      const common = { at: firstPlaces(same), evidence: [measured('repetitions', same.length, 'count', same.at(-1))] };
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
        evidence: [
          ...common.evidence,
          ...kindEvidence(alarm, kind, kind.sort === 'repeats' ? 'runsWithSoManyRepeats' : 'runsWithSoManyRounds'),
        ],
      });
    }
  },
});
