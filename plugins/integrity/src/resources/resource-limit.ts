import { z } from 'zod';
import { defineValidator, measured, type RunView } from '@faultline/core';
import { resourceMetrics, type ResourceMetric } from '../resource-metrics.ts';
import { among, worstByStep, type Offence } from '../worst-by.ts';

const factor = (times: number, resource: string) =>
  z.number().positive().default(times).describe(`How many times the ${resource} that it asks for a step may use.`);

/** Reports steps that used more than they ask for. */
export const resourceLimit = defineValidator({
  id: 'integrity/resource-limit',
  description: 'Reports steps that used far more memory, CPU or GPU than their definition asks for.',
  advice: 'Raise what the step asks for, or find what it keeps in memory or computes in vain.',
  severity: 'warning',
  options: z.strictObject({
    memoryFactor: factor(1.5, 'memory'),
    cpuFactor: factor(1.3, 'CPU'),
    gpuFactor: factor(1.3, 'GPU'),
  }),
  messages: {
    memory:
      'Step "{{step}}" used {{used:mib}} of memory; it asks for {{asked:mib}}, of which {{factor:ratio}} is allowed{{among}}.',
    cpu: 'Step "{{step}}" used {{used:cores}} of CPU; it asks for {{asked:cores}}, of which {{factor:ratio}} is allowed{{among}}.',
    gpu: 'Step "{{step}}" used {{used:gpus}}; it asks for {{asked:gpus}}, of which {{factor:ratio}} is allowed{{among}}.',
  },
  validate(run, { options, report }) {
    const factors = { memory: options.memoryFactor, cpu: options.cpuFactor, gpu: options.gpuFactor };
    for (const { resource, metric, unit } of resourceMetrics)
      for (const [step, { worst, count, executions }] of worstByStep(overuses(run, metric, factors[resource])))
        report({
          messageId: resource,
          at: executions,
          data: { step, used: worst.excess, asked: worst.asked, factor: factors[resource], among: among(count) },
          evidence: [measured(metric, worst.excess, unit, worst.execution)],
        });
  },
});

interface Overuse extends Offence {
  readonly asked: number;
}

function* overuses(run: RunView, metric: ResourceMetric, allowed: number): Generator<Overuse> {
  for (const { id, resources } of run.definition?.steps ?? []) {
    const asked = resources[metric];
    if (asked === undefined) continue;
    for (const execution of run.executionsOf(id)) {
      const used = execution.metrics[metric];
      if (used !== undefined && used > asked * allowed) yield { execution, asked, excess: used };
    }
  }
}
