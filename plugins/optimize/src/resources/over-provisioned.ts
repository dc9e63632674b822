import { z } from 'zod';
import { defineOptimizer, type RunView } from '@faultline/core';
import { baselines, expectedEvidence } from '@faultline/facts';
import { exactly } from '../retimed-gain.ts';
import { usages, type Usage } from './usage.ts';

const price = (what: string) =>
  z.number().nonnegative().default(0).describe(`The price of ${what} in USD. 0: not known, and no saving is claimed.`);

/** Reports steps that ask for far more than they use. */
export const overProvisioned = defineOptimizer({
  id: 'optimize/over-provisioned',
  description: 'Reports steps that ask for far more memory, CPU or GPU than they were seen to use.',
  advice: 'Lower what the step asks for to what it uses, with some headroom.',
  severity: 'info',
  options: z.strictObject({
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.25)
      .describe('The share of what a step asks for that it could do without, to be reported.'),
    headroom: z.number().min(0).default(0.2).describe('What to leave above the 95th percentile, as a share of it.'),
    usdPerGibHour: price('1 GiB of memory for an hour'),
    usdPerCoreHour: price('a CPU core for an hour'),
    usdPerGpuHour: price('a GPU for an hour'),
  }),
  messages: {
    memory:
      'Step "{{step}}" asks for {{asked:mib}} of memory; 95 % of {{observations:count}} executions used at most {{used:mib}}. {{enough:mib}} would leave {{headroom:share}} of headroom.',
    cpu: 'Step "{{step}}" asks for {{asked:cores}} of CPU; 95 % of {{observations:count}} executions used at most {{used:cores}}. {{enough:cores}} would leave {{headroom:share}} of headroom.',
    gpu: 'Step "{{step}}" asks for {{asked:gpus}}; 95 % of {{observations:count}} executions used at most {{used:gpus}}. {{enough:gpus}} would leave {{headroom:share}} of headroom.',
  },
  uses: { baselines },
  optimize(run, { options, learned, report }) {
    const usdPerHour = {
      memory: options.usdPerGibHour / 1024,
      cpu: options.usdPerCoreHour,
      gpu: options.usdPerGpuHour,
    };
    for (const usage of usages(run, learned.baselines)) {
      const { step, resource, metric, unit, asked, used, mean, observations } = usage;
      const enough = sufficient(usage, options.headroom);
      if (enough > asked * (1 - options.leastShare)) continue;
      const saved = (asked - enough) * (heldMs(run, step) / msPerHour) * usdPerHour[resource];
      report({
        messageId: resource,
        at: run.executionsOf(step).slice(0, 1),
        data: { step, asked, used, observations, enough, headroom: options.headroom },
        impact: { basis: 'learned', ...(saved > 0 && { savesUsd: exactly(saved) }) },
        evidence: [expectedEvidence(metric, unit, { p95: used, mean, basis: 'learned', observations })],
      });
    }
  },
});

const msPerHour = 3_600_000;

/** Memory in steps of 64 MiB, the others in tenths: what schedulers hand out. */
const sufficient = ({ resource, used }: Usage, headroom: number): number =>
  resource === 'memory' ? Math.ceil((used * (1 + headroom)) / 64) * 64 : Math.ceil(used * (1 + headroom) * 10) / 10;

const heldMs = (run: RunView, step: string): number =>
  run.executionsOf(step).reduce((sum, execution) => sum + run.durationMs(execution), 0);
