import { z } from 'zod';
import { defineValidator, measured, type RunView } from '@faultline/core';
import { attemptChains } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { among, worstByStep, type Offence } from '../worst-by.ts';

/** Reports attempts that do not follow one another as retries do. */
export const attemptOrder = defineValidator({
  id: 'integrity/attempt-order',
  description: 'Reports attempts that overlap, whose numbers have gaps, or that follow one that had completed.',
  advice: 'Check how attempts are counted, and whether two workers took the same job.',
  doubtsTrace: true,
  severity: 'warning',
  options: z.strictObject({
    toleranceMs: z
      .number()
      .nonnegative()
      .default(1)
      .describe('Overlap in milliseconds that is taken for the resolution of the clocks.'),
  }),
  messages: {
    overlap:
      'Step "{{step}}": attempt {{attempt:count}} started {{early:ms}} before attempt {{before:count}} had ended{{among}}.',
    gap: 'Step "{{step}}": attempt {{attempt:count}} is recorded, but {{missing:count}} before it are not{{among}}.',
    needless:
      'Step "{{step}}": attempt {{attempt:count}} was made although attempt {{before:count}} had completed{{among}}.',
  },
  validate(run, { options, report }) {
    const joints = [...jointsOf(run)];
    const overlaps = joints.filter(({ overlapMs }) => overlapMs > options.toleranceMs);
    for (const [step, { worst, count, executions }] of worstByStep(overlaps.map(byOverlap))) {
      const { execution, before, overlapMs: early } = worst;
      report({
        messageId: 'overlap',
        at: executions,
        data: { step, attempt: execution.attempt, before: before?.attempt ?? 0, early, among: among(count) },
        evidence: [measured('overlapMs', early, 'ms', execution)],
      });
    }
    for (const [step, { worst, count, executions }] of worstByStep(joints.filter(({ excess }) => excess > 0)))
      report({
        messageId: 'gap',
        at: executions,
        data: { step, attempt: worst.execution.attempt, missing: worst.excess, among: among(count) },
      });
    const needless = joints.filter(({ before }) => before?.status === 'completed');
    for (const [step, { worst, count, executions }] of worstByStep(needless))
      report({
        messageId: 'needless',
        at: executions,
        data: { step, attempt: worst.execution.attempt, before: worst.before?.attempt ?? 0, among: among(count) },
      });
  },
});

/** An attempt and the one before it, if that is recorded. `excess`: how many numbers lie between. */
interface Joint extends Offence {
  readonly before: StepExecution | undefined;
  /** Of attempts whose end is not known, 0. */
  readonly overlapMs: number;
}

const byOverlap = (joint: Joint): Joint => ({ ...joint, excess: joint.overlapMs });

function* jointsOf(run: RunView): Generator<Joint> {
  for (const { attempts } of attemptChains(run)) {
    let before: StepExecution | undefined;
    for (const execution of attempts) {
      const number = before?.attempt ?? 0;
      if (execution.attempt > number)
        yield {
          execution,
          before,
          excess: execution.attempt - number - 1,
          overlapMs: before?.endMs === undefined ? 0 : before.endMs - execution.startMs,
        };
      before = execution;
    }
  }
}
