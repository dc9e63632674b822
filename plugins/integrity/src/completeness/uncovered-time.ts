import { z } from 'zod';
import { defineValidator, hasTimes, measured } from '@faultline/core';
import { coverage } from '@faultline/facts';

/** Reports runs with long stretches of which nothing is recorded. */
export const uncoveredTime = defineValidator({
  id: 'integrity/uncovered-time',
  description: 'Reports runs of whose time a large part is not covered by any execution.',
  advice: 'Record what happens in the gaps, or correct the start and end of the run.',
  doubtsTrace: true,
  severity: 'warning',
  options: z.strictObject({
    mostShare: z.number().min(0).max(1).default(0.2).describe('Share of the run that may be uncovered.'),
    mostMs: z.number().nonnegative().default(1000).describe('Time in milliseconds that may be uncovered in any case.'),
  }),
  messages: {
    uncovered:
      'Executions cover {{covered:ms}} of the {{whole:ms}} of the run; the longest gap is {{gap:ms}}, from {{from:ms}} after its start.',
  },
  validate(run, { options, report }) {
    if (!hasTimes(run)) return;
    const { coveredMs, uncoveredMs, longestGap } = coverage(run);
    // Events without durations cover nothing: that is how they are recorded, not a gap.
    if (coveredMs === 0 && run.executions.length > 0) return;
    const wholeMs = coveredMs + uncoveredMs;
    if (longestGap === undefined || uncoveredMs <= options.mostMs || uncoveredMs <= options.mostShare * wholeMs) return;
    report({
      messageId: 'uncovered',
      at: [],
      data: {
        covered: coveredMs,
        whole: wholeMs,
        gap: longestGap.toMs - longestGap.fromMs,
        from: longestGap.fromMs - run.startMs,
      },
      evidence: [measured('coveredMs', coveredMs, 'ms'), measured('uncoveredMs', uncoveredMs, 'ms')],
    });
  },
});
