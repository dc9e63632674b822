import { z } from 'zod';
import { defineValidator, measured, type RunView } from '@faultline/core';
import { baselines, expectedEvidence, finalAttempts } from '@faultline/facts';
import { resourceMetrics, type ResourceMetric } from '../resource-metrics.ts';
import { among, worstBy, type Offence } from '../worst-by.ts';
import { declaredUsual } from './declared-usual.ts';

/** Reports executions that used far more of a resource than is declared as usual. */
export const resourceBaseline = defineValidator({
  id: 'integrity/resource-baseline',
  description: 'Reports steps that used far more memory, CPU or GPU than the mean of their declared baseline.',
  advice: 'Compare the input of the step with that of a usual run; look for what it keeps or computes twice.',
  severity: 'warning',
  options: z.strictObject({
    factor: z.number().positive().default(1.5).describe('How many times the usual mean a step may use.'),
  }),
  messages: {
    memory: 'Step "{{step}}" used {{used:mib}} of memory; the mean of its declared baseline is {{mean:mib}}{{among}}.',
    cpu: 'Step "{{step}}" used {{used:cores}} of CPU; the mean of its declared baseline is {{mean:cores}}{{among}}.',
    gpu: 'Step "{{step}}" used {{used:gpus}}; the mean of its declared baseline is {{mean:gpus}}{{among}}.',
  },
  uses: { baselines },
  validate(run, { options, learned, report }) {
    for (const step of finalAttempts(run).keys())
      for (const { resource, metric, unit } of resourceMetrics) {
        const declared = declaredUsual(run, step, metric, learned.baselines);
        const mean = declared?.usual.mean;
        if (declared === undefined || mean === undefined) continue;
        const heavy = worstBy(above(run, step, metric, mean * options.factor), () => step).get(step);
        if (heavy === undefined) continue;
        const { worst, count, executions } = heavy;
        report({
          messageId: resource,
          at: executions,
          severity: declared.severity,
          data: { step, used: worst.excess, mean, among: among(count) },
          evidence: [
            measured(metric, worst.excess, unit, worst.execution),
            expectedEvidence(metric, unit, declared.usual),
          ],
        });
      }
  },
});

function* above(run: RunView, step: string, metric: ResourceMetric, most: number): Generator<Offence> {
  for (const execution of run.executionsOf(step)) {
    const used = execution.metrics[metric];
    if (used !== undefined && used > most) yield { execution, excess: used };
  }
}
