import { z } from 'zod';
import { defineValidator, measured, type RunView } from '@faultline/core';
import { baselines, expected, expectedEvidence, finalAttempts } from '@faultline/facts';
import { among, worstBy, type Offence } from '../worst-by.ts';

/** Reports completed executions that took longer than 95 in 100 usually do. */
export const slowerThanBaseline = defineValidator({
  id: 'integrity/slower-than-baseline',
  description: 'Reports steps that took longer than the 95th percentile of their baseline.',
  advice: 'Compare the step with a usual run: its input, its retries, the load on what it calls.',
  severity: 'warning',
  options: z.strictObject({
    factor: z.number().positive().default(1).describe('How many times the 95th percentile a step may take.'),
  }),
  messages: {
    slower: 'Step "{{step}}" took {{took:ms}}; the 95th percentile of its {{basis}} baseline is {{p95:ms}}{{among}}.',
  },
  uses: { baselines },
  validate(run, { options, learned, report }) {
    for (const step of finalAttempts(run).keys()) {
      const usual = expected(run, step, 'durationMs', learned.baselines);
      if (usual?.p95 === undefined) continue;
      const slow = worstBy(slower(run, step, usual.p95 * options.factor), () => step).get(step);
      if (slow === undefined) continue;
      const { worst, count, executions } = slow;
      report({
        messageId: 'slower',
        at: executions,
        // Of what was learned, one in twenty lies above by definition.
        severity: usual.basis === 'learned' ? 'info' : 'warning',
        data: { step, took: worst.excess, p95: usual.p95, basis: usual.basis, among: among(count) },
        evidence: [
          measured('durationMs', worst.excess, 'ms', worst.execution),
          expectedEvidence('durationMs', 'ms', usual),
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
