import { z } from 'zod';
import { defineOptimizer, firstPlaces, hasTimes, measured, type RunView } from '@faultline/core';
import { enoughForPercentiles, repeatedInputs, runSample, stepIndex } from '@faultline/facts';
import { fact, factBy } from '@faultline/graph';
import type { Impact, Interval } from '@faultline/model';
import { whatIf, whatIfOverHistory, type Edit } from '@faultline/simulator';
import { effectTypes } from '../effects.ts';
import { exactly, leastGainMs } from '../retimed-gain.ts';

/** Reports steps that are given, run after run, what they were given before. */
export const cacheableStep = defineOptimizer({
  id: 'optimize/cacheable-step',
  description: 'Reports steps whose inputs come again over history, and what a cache of their answers would save.',
  advice: 'Put a cache before the step, keyed by its whole input and the version of what it reads.',
  severity: 'info',
  options: z.strictObject({
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe('The share of the time of a run that must be saved to be reported.'),
    hitMs: z.number().nonnegative().default(5).describe('How long it takes to find a kept answer, in milliseconds.'),
    effectTypes: z
      .array(z.string())
      .default([...effectTypes])
      .describe(
        'Types of steps that must not be answered from memory, because they act on the world or are a judgement.',
      ),
  }),
  messages: {
    cacheable:
      'Step "{{step}}" is given inputs that came before in {{rate:share}} of {{executions:count}} executions ({{low:share}} to {{high:share}}), with equal outputs. A cache would save {{saves:ms}} per run.',
    unchecked:
      'Step "{{step}}" is given inputs that came before in {{rate:share}} of {{executions:count}} executions ({{low:share}} to {{high:share}}). Whether its outputs were equal is not known: if so, a cache would save {{saves:ms}} per run.',
    ambiguous:
      'Step "{{step}}" is not deterministic: of {{compared:count}} inputs that came again, {{inputs:count}} got different outputs. A cache would change what it does.',
  },
  uses: { inputs: repeatedInputs, runs: runSample },
  optimize(run, { options, learned, report, checkpoint }) {
    const excluded = new Set(options.effectTypes);
    for (const step of stepIndex(run).ids) {
      const seen = learned.inputs.of(run.workflowId, step);
      if (seen === undefined || seen.executions < enoughForPercentiles || seen.hitRate.low === 0) continue;
      const executions = run.executionsOf(step);
      if (executions.some(({ type }) => excluded.has(type))) continue;
      checkpoint();
      const history = manageable(learned.runs.runsOf(run.workflowId, run.definition, run.options));
      const { hitRate: rate } = seen;
      const savesMs = savesOf(run, history, step, rate, options);
      if (savesMs === undefined) continue;
      const common = {
        at: firstPlaces(executions),
        evidence: [
          measured('hitRate', rate.expected, 'share' as const),
          measured('executions', seen.executions, 'count' as const),
        ],
      };
      const saves = savesMs.expected;
      if (seen.ambiguousInputs > 0) {
        const data = { step, compared: seen.comparedInputs, inputs: seen.ambiguousInputs };
        // A cache is not what to do.
        report({ ...common, messageId: 'ambiguous', data, impact: { savesMs: exactly(0), basis: 'learned' } });
        continue;
      }
      report({
        ...common,
        messageId: seen.comparedInputs > 0 ? 'cacheable' : 'unchecked',
        data: { step, rate: rate.expected, executions: seen.executions, low: rate.low, high: rate.high, saves },
        impact: {
          savesMs,
          ...costOf(run, step, rate),
          basis: history.length < enoughForPercentiles ? 'retimed' : 'learned',
        },
      });
    }
  },
});

/** What a change would gain is computed for so many executions: of large runs not all that are known are needed. */
const mostExecutions = 5000;

/** The first runs of a sample, whose order says nothing: as many as are manageable, and enough to say something. */
const manageable = fact((history: readonly RunView[]): readonly RunView[] => {
  let executions = 0;
  const end = history.findIndex(
    (run, at) => (executions += run.executionCount) > mostExecutions && at >= enoughForPercentiles,
  );
  return end < 0 ? history : history.slice(0, end);
});

/** What decides what a cache gains, and whether that is told. */
interface CacheOptions {
  readonly hitMs: number;
  readonly leastShare: number;
}

/**
 * Over history where there are enough runs, else in this run alone. The interval holds both what is not known of the hit rate
 * and what is not known of runs to come: the low end of the one at the low end of the other. It takes many times as long as
 * what is expected, and is asked for only where that is worth a word. `undefined`: it is not.
 */
function savesOf(
  run: RunView,
  history: readonly RunView[],
  step: string,
  rate: Interval,
  options: CacheOptions,
): Interval | undefined {
  if (!hasTimes(run)) return undefined;
  const { hitMs, leastShare } = options;
  const cache = (hitRate: number): Edit[] => [{ kind: 'cache', stepId: step, hitRate, hitCostMs: hitMs }];
  if (history.length < enoughForPercentiles) {
    const at = (hitRate: number): number => whatIf(run, cache(hitRate)).gainMs;
    const expected = at(rate.expected);
    if (!isWorthAWord(expected, leastGainMs(run, leastShare))) return undefined;
    return ascending(at(rate.low), expected, at(rate.high));
  }
  const known = gainsOver(history, options);
  if (known.has(rate)) return known.get(rate);
  const at = (hitRate: number, replicates: number) =>
    whatIfOverHistory(history, cache(hitRate), { replicates, newRuns: 1 }).gainMs;
  const { mean } = at(rate.expected, 1);
  const saves = isWorthAWord(mean, leastShare * meanMakespanMs(history))
    ? ascending(at(rate.low, 200).low ?? mean, mean, at(rate.high, 200).high ?? mean)
    : undefined;
  known.set(rate, saves);
  return saves;
}

/** Gains over the same history are computed once, however many runs are compared with it: by the hit rate of the step. */
const gainsOver = factBy(
  (_history: readonly RunView[], _options: CacheOptions) => new Map<Interval, Interval | undefined>(),
);

const isWorthAWord = (gainMs: number, leastMs: number): boolean => gainMs > 0 && gainMs >= leastMs;

const ascending = (low: number, expected: number, high: number): Interval => ({
  low: Math.min(low, expected),
  expected,
  high: Math.max(high, expected),
});

const meanMakespanMs = fact(
  (history: readonly RunView[]): number =>
    history.reduce((sum, { untilNs, fromNs }) => sum + untilNs - fromNs, 0) / history.length / 1e6,
);

/** Money only where it was recorded what executions cost. */
function costOf(run: RunView, step: string, { low, expected, high }: Interval): Pick<Impact, 'savesUsd'> {
  const costUsd = run.executionsOf(step).reduce((sum, { metrics }) => sum + (metrics['costUsd'] ?? 0), 0);
  return costUsd > 0 ? { savesUsd: { low: low * costUsd, expected: expected * costUsd, high: high * costUsd } } : {};
}
