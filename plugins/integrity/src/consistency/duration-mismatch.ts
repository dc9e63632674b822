import { z } from 'zod';
import { defineValidator, measured, type RunView } from '@faultline/core';
import { among, worstByStep, type Offence } from '../worst-by.ts';

/** Reports durations that were recorded and are not what lies between start and end. */
export const durationMismatch = defineValidator({
  id: 'integrity/duration-mismatch',
  description: 'Reports recorded durations that differ from the time between start and end.',
  advice: 'Measure durations with one monotonic clock, and check that start, end and duration belong to one attempt.',
  doubtsTrace: true,
  severity: 'warning',
  options: z.strictObject({
    toleranceMs: z.number().nonnegative().default(10).describe('Difference in milliseconds that does not count.'),
    toleranceShare: z
      .number()
      .nonnegative()
      .default(0.05)
      .describe('Difference that does not count, as a share of the recorded duration.'),
  }),
  messages: {
    execution:
      'Step "{{step}}" took {{took:ms}} from start to end, but {{recorded:ms}} is recorded as its duration{{among}}.',
    run: 'The run took {{took:ms}} from start to end, but {{recorded:ms}} is recorded as its duration.',
  },
  validate(run, { options, report }) {
    const differs = (tookMs: number, recordedMs: number): boolean =>
      Math.abs(tookMs - recordedMs) > Math.max(options.toleranceMs, options.toleranceShare * Math.abs(recordedMs));
    const took = run.untilMs - run.startMs;
    const recorded = run.metrics['durationMs'];
    if (!run.isOpen && recorded !== undefined && differs(took, recorded))
      report({
        messageId: 'run',
        at: [],
        data: { took, recorded },
        evidence: [measured('durationMs', recorded, 'ms')],
      });

    for (const [step, { worst, count, executions }] of worstByStep(mismatches(run, differs)))
      report({
        messageId: 'execution',
        at: executions,
        data: { step, took: worst.tookMs, recorded: worst.recordedMs, among: among(count) },
        evidence: [measured('durationMs', worst.recordedMs, 'ms', worst.execution)],
      });
  },
});

interface Mismatch extends Offence {
  readonly tookMs: number;
  readonly recordedMs: number;
}

function* mismatches(run: RunView, differs: (tookMs: number, recordedMs: number) => boolean): Generator<Mismatch> {
  for (const execution of run.executions) {
    const recordedMs = execution.metrics['durationMs'];
    if (recordedMs === undefined || execution.endMs === undefined) continue;
    const tookMs = execution.endMs - execution.startMs;
    if (differs(tookMs, recordedMs)) yield { execution, tookMs, recordedMs, excess: Math.abs(tookMs - recordedMs) };
  }
}
