import { z } from 'zod';
import { defineOptimizer, firstPlaces, type RunView } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { effectTypes } from '../effects.ts';
import { leastGainMs, retimedGainMs } from '../retimed-gain.ts';

const NS_PER_MS = 1e6;

/** Reports steps that were called many times for little work each. */
export const batching = defineOptimizer({
  id: 'optimize/batching',
  description: 'Reports steps that made many short calls, and what calls for several at once would save.',
  advice: 'Collect what is to be asked and ask for several at once, where the step can take them.',
  severity: 'info',
  options: z.strictObject({
    leastCalls: z.int().min(2).default(10).describe('How many calls of a step within one caller are many.'),
    shortMs: z.number().positive().default(1000).describe('Up to which median a call is short, in milliseconds.'),
    batchSize: z.int().min(2).default(10).describe('How many calls could be made at once.'),
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe('The share of the run that must be saved to be reported.'),
    effectTypes: z
      .array(z.string())
      .default([...effectTypes])
      .describe('Types of steps that are not batched, because they act on the world or are a judgement.'),
  }),
  messages: {
    measured:
      'Step "{{step}}" made {{calls:count}} calls, of which {{overhead:ms}} each is overhead: what is left of their durations when their {{size}} is taken off. In batches of {{batch:count}} this run would have ended {{saves:ms}} earlier.',
    bounded:
      'Step "{{step}}" made {{calls:count}} calls, of which at most {{overhead:ms}} each is overhead: the shortest took that. In batches of {{batch:count}} this run would have ended up to {{saves:ms}} earlier.',
  },
  optimize(run, { options, report }) {
    const leastMs = leastGainMs(run, options.leastShare);
    const excluded = new Set(options.effectTypes);
    for (const calls of callsOfOneCaller(run, options.leastCalls)) {
      const [first] = calls;
      if (first === undefined || excluded.has(first.type)) continue;
      const step = first.stepId;
      const durations = calls.map((call) => run.durationMs(call));
      const sorted = durations.toSorted((a, b) => a - b);
      if (sorted[sorted.length >> 1]! > options.shortMs) continue;
      const kept = 1 / options.batchSize;
      const savesWith = (overhead: number): number =>
        retimedGainMs(
          run,
          calls.map((call, at) => ({
            node: run.nodeOf(call),
            durationNs: Math.round((durations[at]! - overhead * (1 - kept)) * NS_PER_MS),
          })),
        );
      const most = savesWith(sorted[0]!);
      if (most <= 0 || most < leastMs) continue;
      const common = { step, calls: calls.length, batch: options.batchSize };
      const at = firstPlaces(calls);
      const fitted = overheadBySize(calls, durations, sorted[0]!);
      if (fitted === undefined) {
        const savesMs = { low: 0, expected: most / 2, high: most };
        report({
          messageId: 'bounded',
          at,
          data: { ...common, overhead: sorted[0]!, saves: most },
          impact: { savesMs, basis: 'retimed' },
        });
        continue;
      }
      const saves = savesWith(fitted.overhead);
      if (saves < leastMs) continue;
      const savesMs = { low: 0, expected: saves, high: most };
      report({
        messageId: 'measured',
        at,
        data: { ...common, ...fitted, saves },
        impact: { savesMs, basis: 'retimed' },
      });
    }
  },
});

/** Completed calls of one step by one caller, where there are many. O(V). */
function* callsOfOneCaller(run: RunView, least: number): Generator<readonly StepExecution[]> {
  if (run.executionCount < least) return;
  for (const stepId of stepIndex(run).ids) {
    const executions = run.executionsOf(stepId);
    if (executions.length < least) continue;
    const ofStep = executions.filter(({ status }) => status === 'completed');
    for (const calls of Map.groupBy(ofStep, (call) => run.parent[run.nodeOf(call)]).values())
      if (calls.length >= least) yield calls;
  }
}

/** Metrics that say how much a call had to do. */
const sizes = [
  ['outputTokens', 'output tokens'],
  ['inputTokens', 'input tokens'],
  ['totalTokens', 'tokens'],
] as const;

/**
 * What a call of no size would take: the line through durations over sizes, by least squares, at 0. `undefined`: no size was
 * recorded of every call, all are equal, or a larger call does not take longer.
 */
function overheadBySize(
  calls: readonly StepExecution[],
  durations: readonly number[],
  shortest: number,
): { readonly overhead: number; readonly size: string } | undefined {
  for (const [metric, size] of sizes) {
    const values = calls.flatMap(({ metrics }) => metrics[metric] ?? []);
    if (values.length < calls.length) continue;
    const meanSize = meanOf(values);
    const meanDuration = meanOf(durations);
    const spread = values.reduce((sum, value) => sum + (value - meanSize) ** 2, 0);
    const shared = values.reduce((sum, value, at) => sum + (value - meanSize) * (durations[at]! - meanDuration), 0);
    if (spread === 0 || shared <= 0) continue;
    return { overhead: Math.min(shortest, Math.max(0, meanDuration - (shared / spread) * meanSize)), size };
  }
  return undefined;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
