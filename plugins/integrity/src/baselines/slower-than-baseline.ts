import { z } from 'zod';
import { defineValidator, hasTimes, measured, type RunView } from '@faultline/core';
import { baselines, expectedEvidence, finalAttempts } from '@faultline/facts';
import { among, worstBy, type Offence } from '../worst-by.ts';
import { declaredUsual } from './declared-usual.ts';

/** Reports completed executions that took longer than 95 in 100 are declared to do. */
export const slowerThanBaseline = defineValidator({
  id: 'integrity/slower-than-baseline',
  description: 'Reports steps that took longer than the 95th percentile of their declared baseline.',
  advice: 'Compare the step with a usual run: its input, its retries, the load on what it calls.',
  severity: 'warning',
  options: z.strictObject({
    factor: z.number().positive().default(1).describe('How many times the 95th percentile a step may take.'),
  }),
  messages: {
    slower: 'Step "{{step}}" took {{took:ms}}; the 95th percentile of its declared baseline is {{p95:ms}}{{among}}.',
  },
  uses: { baselines },
  validate(run, { options, learned, report }) {
    if (!hasTimes(run)) return;
    for (const step of finalAttempts(run).keys()) {
      const declared = declaredUsual(run, step, 'durationMs', learned.baselines);
      const p95 = declared?.usual.p95;
      if (declared === undefined || p95 === undefined) continue;
      const slow = worstBy(slower(run, step, p95 * options.factor), () => step).get(step);
      if (slow === undefined) continue;
      const { worst, count, executions } = slow;
      report({
        messageId: 'slower',
        at: executions,
        severity: declared.severity,
        data: { step, took: worst.excess, p95, among: among(count) },
        evidence: [
          measured('durationMs', worst.excess, 'ms', worst.execution),
          expectedEvidence('durationMs', 'ms', declared.usual),
        ],
      });
    }
  },
});

function* slower(run: RunView, step: string, mostMs: number): Generator<Offence> {
  for (const execution of run.executionsOf(step)) {
    const { status, startMs, endMs } = execution;
    if (status !== 'completed' || endMs === undefined) continue;
    if (endMs - startMs > mostMs) yield { execution, excess: endMs - startMs };
  }
}
