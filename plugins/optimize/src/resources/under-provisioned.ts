import { z } from 'zod';
import { defineOptimizer } from '@faultline/core';
import { baselines, expectedEvidence } from '@faultline/facts';
import { usages } from './usage.ts';

/** Reports steps that usually need more than they ask for. */
export const underProvisioned = defineOptimizer({
  id: 'optimize/under-provisioned',
  description: 'Reports steps whose 95th percentile of memory, CPU or GPU is above what they ask for.',
  advice:
    'Raise what the step asks for: what it takes beyond that it takes from others, or is throttled or killed for.',
  severity: 'info',
  options: z.strictObject({
    tolerance: z
      .number()
      .min(0)
      .default(0.1)
      .describe('How far the 95th percentile may lie above what a step asks for, as a share of that.'),
  }),
  messages: {
    memory:
      'Step "{{step}}" asks for {{asked:mib}} of memory, but one in twenty of {{observations:count}} executions used more than {{used:mib}}. No gain in time is claimed: what runs out of memory fails.',
    cpu: 'Step "{{step}}" asks for {{asked:cores}} of CPU, but one in twenty of {{observations:count}} executions used more than {{used:cores}}. How much faster it would be with more is not known.',
    gpu: 'Step "{{step}}" asks for {{asked:gpus}}, but one in twenty of {{observations:count}} executions used more than {{used:gpus}}. How much faster it would be with more is not known.',
  },
  uses: { baselines },
  optimize(run, { options, learned, report }) {
    for (const { step, resource, metric, unit, asked, used, mean, observations } of usages(run, learned.baselines)) {
      if (used <= asked * (1 + options.tolerance)) continue;
      report({
        messageId: resource,
        at: run.executionsOf(step).slice(0, 1),
        data: { step, asked, used, observations },
        impact: { basis: 'learned' },
        evidence: [expectedEvidence(metric, unit, { p95: used, mean, basis: 'learned', observations })],
      });
    }
  },
});
