import { z } from 'zod';
import { defineFailureRule, firstPlaces, hasTimes, measured, type RunView } from '@faultline/core';
import { attemptChains, contentHash, failureTypeOf, type AttemptChain } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { largest } from '@faultline/stats';
import { isTold } from '../roots/is-told.ts';

/** Reports attempts that follow each other without ever giving what failed the time to recover. */
export const retryStorm = defineFailureRule({
  id: 'failure/retry-storm',
  description: 'Reports steps that were tried again and again without growing pauses.',
  advice: 'Wait longer before each further attempt, and give up, or fall back, after two or three.',
  severity: 'warning',
  options: z.strictObject({
    minFailures: z.int().min(2).default(3).describe('From how many failed attempts on it is a storm.'),
    growth: z
      .number()
      .min(1)
      .default(1.5)
      .describe('By which factor each pause must be longer than the one before, to be no storm.'),
  }),
  messages: {
    storm:
      'Step "{{step}}" was tried {{attempts:count}} times in {{took:ms}}{{same}}, with pauses of {{pause:ms}} at most; {{outcome}}.',
  },
  diagnose(run, { options, report }) {
    // Pauses that nobody measured are none.
    if (!hasTimes(run)) return;
    for (const chain of attemptChains(run)) {
      const failed = chain.attempts.filter(hasFailed);
      const pauses = pausesOf(run, chain);
      if (failed.length < options.minFailures || isBackingOff(pauses, options.growth)) continue;
      const isSame = hasSameInput(chain);
      // What can never succeed has a rule of its own.
      if (isSame && failed.every((attempt) => failureTypeOf(attempt)?.type === 'validation_error')) continue;
      const [first, last] = [chain.attempts[0]!, chain.attempts.at(-1)!];
      const took = Math.max(0, last.startMs + run.durationMs(last) - first.startMs);
      report({
        messageId: 'storm',
        at: firstPlaces(chain.attempts),
        // Why they failed is told where it began; what succeeded in the end is told here alone.
        severity: isTold(run, failed.at(-1)!) ? 'info' : 'warning',
        data: {
          step: chain.stepId,
          attempts: chain.attempts.length,
          took,
          same: isSame ? ' with the same input' : '',
          pause: Math.max(0, largest(pauses)),
          outcome: last.status === 'completed' ? 'the last one succeeded' : 'none succeeded',
        },
        // The attempts are counted; whether the pauses were too short for what failed is a judgement.
        confidence: isSame ? 0.9 : 0.8,
        causes: [first],
        evidence: [
          measured('attempts', chain.attempts.length, 'count'),
          ...pauses
            .slice(0, mostPauses)
            .map((pause, index) => measured('pauseMs', pause, 'ms', chain.attempts[index + 1])),
        ],
      });
    }
  },
});

/** More of them say the same. */
const mostPauses = 10;

const hasFailed = ({ status }: StepExecution): boolean => status === 'failed' || status === 'retrying';

/** Between the end of each attempt and the start of the next. */
const pausesOf = (run: RunView, { attempts }: AttemptChain): readonly number[] =>
  attempts.slice(1).map(({ startMs }, index) => {
    const before = attempts[index]!;
    return Math.max(0, startMs - before.startMs - run.durationMs(before));
  });

/** Whether each pause is longer than the one before, and there is one from the start. */
const isBackingOff = (pauses: readonly number[], growth: number): boolean =>
  pauses.length > 1 &&
  pauses[0]! > 0 &&
  // Clocks and timers are not exact to the last digit.
  pauses.slice(1).every((pause, index) => pause >= pauses[index]! * growth * 0.95);

/** Whether all inputs were written down, and are the same. */
function hasSameInput({ attempts }: AttemptChain): boolean {
  const hashes = new Set(attempts.map(({ input }) => (input === undefined ? undefined : contentHash(input))));
  return hashes.size === 1 && !hashes.has(undefined);
}
