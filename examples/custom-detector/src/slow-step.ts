import { z } from 'zod';
import { defineDetector, definePlugin, measured } from '@faultline/core';
import { baselines, expected, expectedEvidence } from '@faultline/facts';

/** Reports executions that took several times as long as is usual for their step. */
export const slowStep = defineDetector({
  id: 'acme/slow-step',
  description: 'Reports executions that took several times as long as is usual for their step.',
  advice: 'Compare the inputs of the slow execution with those of a usual one.',
  severity: 'warning',
  options: z.strictObject({
    factor: z.number().gt(1).default(3).describe('How many times the usual duration is too long.'),
  }),
  messages: { slow: 'Step "{{step}}" took {{took:ms}}, {{times:ratio}} its usual {{usual:ms}}.' },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    for (const execution of run.executions) {
      const usual = expected(run, execution.stepId, 'durationMs', learned.baselines);
      if (usual?.p50 === undefined || usual.p50 === 0) continue;
      const took = run.durationMs(execution);
      if (took <= options.factor * usual.p50) continue;
      report({
        messageId: 'slow',
        at: [execution],
        score: took / usual.p50,
        data: { step: execution.stepId, took, times: took / usual.p50, usual: usual.p50 },
        evidence: [measured('durationMs', took, 'ms', execution), expectedEvidence('durationMs', 'ms', usual)],
      });
    }
  },
});

export default definePlugin({ name: 'acme', rules: [slowStep] });
