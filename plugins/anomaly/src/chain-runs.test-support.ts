import { runOf } from '@faultline/plugin-testkit';
import type { Run, StepExecutionInput } from '@faultline/model';
import { normalQuantile } from '@faultline/stats';

/** How long each step takes, in order of time; each needs the one before. */
export type Chain = Readonly<Record<string, number>>;

const minuteMs = 60_000;

/** A run of steps one after the other, in milliseconds, begun in the given minute. What is different about an execution comes last. */
export function chainRun(
  chain: Chain,
  minute: number,
  changesOf: (stepId: string) => Partial<StepExecutionInput> = () => ({}),
): Run {
  let startMs = minute * minuteMs;
  const executions = Object.entries(chain).map(([stepId, durationMs]): StepExecutionInput => {
    const execution = { id: stepId, stepId, status: 'completed', startMs, endMs: startMs + durationMs } as const;
    startMs += durationMs;
    return { ...execution, ...changesOf(stepId) };
  });
  const edges = executions.slice(1).map(({ id }, index) => ({
    from: executions[index].id,
    to: id,
    origin: 'explicit' as const,
  }));
  return runOf(executions, { id: `run-${minute}`, edges, startMs: minute * minuteMs, endMs: startMs });
}

/**
 * A value that is usual about a typical one: lognormal, with a 95th percentile of 1.4 times the median. Of so many values,
 * numbered from 0, each part of the distribution has its share, in an order that looks random.
 */
export const varied = (typical: number, index: number, count: number, salt = 0): number =>
  typical * Math.exp(0.2 * normalQuantile((((index * 61 + salt * 17) % count) + 0.5) / count));

/** The usual run of a chain with the steps fetch, parse, store. */
export const usualChain: Chain = { fetch: 100, parse: 50, store: 20 };

/** Earlier runs of the usual chain, one a minute, each a little different. */
export function earlierRuns(
  count: number,
  changesOf: (stepId: string, index: number) => Partial<StepExecutionInput> = () => ({}),
): Run[] {
  return Array.from({ length: count }, (_, index) =>
    chainRun(
      Object.fromEntries(
        Object.entries(usualChain).map(([stepId, typical], step) => [stepId, varied(typical, index, count, step)]),
      ),
      index,
      (stepId) => changesOf(stepId, index),
    ),
  );
}
