import { z } from 'zod';
import { defineOptimizer, firstPlaces, listed, type RunView } from '@faultline/core';
import { baselines, enoughForPercentiles, repeatedInputs } from '@faultline/facts';
import { waits } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { resourceMetrics } from '../resources/resource-metrics.ts';
import { leastGainMs, retimedGainMs } from '../retimed-gain.ts';

/** So many steps are named. */
const mostSteps = 5;

/** A guess what a strategy makes of the time of the steps it applies to, made before any data. */
interface Prior {
  readonly strategy: 'caching' | 'parallelization' | 'resources' | 'pipelining';
  /** Step types it applies to. `undefined`: all. */
  readonly types: readonly string[] | undefined;
  /** Whether nothing is expected of steps that no definition describes. */
  readonly needsDefinition: boolean;
  /** By how much their time is expected to shrink. */
  readonly share: number;
}

const priors: readonly Prior[] = [
  { strategy: 'caching', types: ['data_ingestion', 'consultation', 'analysis'], needsDefinition: false, share: 0.3 },
  { strategy: 'parallelization', types: ['analysis', 'consultation'], needsDefinition: false, share: 0.4 },
  { strategy: 'resources', types: undefined, needsDefinition: true, share: 0.2 },
  { strategy: 'pipelining', types: ['preprocessing', 'analysis', 'synthesis'], needsDefinition: true, share: 0.25 },
];

/** Says what is commonly expected of a strategy where nothing was recorded from which its gain could be computed. */
export const assumedGain = defineOptimizer({
  id: 'optimize/assumed-gain',
  description:
    'Says what caching, parallelization, resources or pipelining may gain where data to compute it are missing.',
  advice: 'Record what is missing: then the gain is computed, not assumed.',
  severity: 'info',
  options: z.strictObject({
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('The share of the run that the guess must save to be reported.'),
  }),
  messages: {
    caching:
      'A cache before {{steps}} might save {{saves:ms}}: a guess without data, that {{share:share}} of their time is asked for again. Record inputs, and learn from at least 20 executions, to know.',
    parallelization:
      'Running {{steps}} side by side might save {{saves:ms}}: a guess without data, that {{share:share}} of their time is order without need. Record dependencies, or inputs and outputs, to know.',
    resources:
      'Better resources for {{steps}} might save {{saves:ms}}: a guess without data, of {{share:share}} of their time. Record memoryMiB, cpuCores, gpus and queue times to know.',
    pipelining:
      'Handing items on as they come, in {{steps}}, might save {{saves:ms}}: a guess without data, of {{share:share}} of their time. Record items as executions of their own to know.',
  },
  uses: { inputs: repeatedInputs, baselines },
  optimize(run, { options, learned, report }) {
    const isUnknown: Readonly<Record<Prior['strategy'], (execution: StepExecution) => boolean>> = {
      caching: ({ stepId }) => (learned.inputs.of(run.workflowId, stepId)?.executions ?? 0) < enoughForPercentiles,
      parallelization: impliedWithoutPayloads(run),
      resources: ({ stepId, metrics, queuedMs }) =>
        queuedMs === undefined &&
        asksForResources(run, stepId) &&
        resourceMetrics.every(
          ({ metric }) =>
            metrics[metric] === undefined && learned.baselines.of(run.workflowId, stepId, metric) === undefined,
        ),
      pipelining: ({ item, stepId }) => item === '' && isDefined(run, stepId),
    };
    for (const { strategy, types, needsDefinition, share } of priors) {
      if (needsDefinition && run.definition === undefined) continue;
      const executions = run.executions.filter(
        (execution) =>
          execution.status === 'completed' &&
          (types === undefined || types.includes(execution.type)) &&
          isUnknown[strategy](execution),
      );
      if (executions.length === 0) continue;
      const saves = retimedGainMs(
        run,
        executions.map((one) => ({ node: run.nodeOf(one), factor: 1 - share })),
      );
      if (saves <= 0 || saves < leastGainMs(run, options.leastShare)) continue;
      report({
        messageId: strategy,
        at: firstPlaces(executions),
        data: {
          steps: listed(
            executions.map(({ stepId }) => stepId),
            mostSteps,
          ),
          share,
          saves,
        },
        impact: { savesMs: { low: 0, expected: saves, high: 2 * saves }, basis: 'prior' },
      });
    }
  },
});

/** Whether its order is only implied, and payloads that could tell whether it is needed are missing. */
function impliedWithoutPayloads(run: RunView): (execution: StepExecution) => boolean {
  const { blocker, isImplied } = waits(run);
  return (execution) => {
    const node = run.nodeOf(execution);
    const before = run.executions[blocker[node]!];
    if (isImplied[node] !== 1 || before === undefined) return false;
    return before.output === undefined || execution.input === undefined;
  };
}

const asksForResources = (run: RunView, stepId: string): boolean => {
  const [first] = run.executionsOf(stepId);
  const resources = first && run.stepOf(first)?.resources;
  return resources !== undefined && resourceMetrics.some(({ metric }) => resources[metric] !== undefined);
};

const isDefined = (run: RunView, stepId: string): boolean => {
  const [first] = run.executionsOf(stepId);
  return first !== undefined && run.stepOf(first) !== undefined;
};
