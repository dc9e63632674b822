import { viewOf, type RunView } from '@faultline/core';
import { baselines, metricTests } from '@faultline/facts';
import { runSchema } from '@faultline/model';
import { simes } from '@faultline/stats';
import { normal, type Random } from './families.ts';

/** A step that runs several times in each run, where executions of one run resemble each other. */
export interface RepeatedExecutions {
  readonly runs: number;
  readonly executionsPerRun: number;
  /** The spread of runs, and that of executions within one: standard deviations of logarithms. */
  readonly runSpread: number;
  readonly spread: number;
}

/**
 * Learns such runs, asks of one more, and counts how often its executions together have an exact p-value of at most each level.
 * Each history is asked about ten more runs.
 */
export function repeatedExecutionRates(
  { runs, executionsPerRun, runSpread, spread }: RepeatedExecutions,
  levels: readonly number[],
  trials: number,
  random: Random,
): number[] {
  const drawn = (index: number): RunView => {
    const typicalMs = 1000 * Math.exp(runSpread * normal(random));
    let startMs = index * dayMs;
    const executions = Array.from({ length: executionsPerRun }, (_, round) => {
      const endMs = startMs + typicalMs * Math.exp(spread * normal(random));
      const execution = { id: `fetch-${round}`, stepId: 'fetch', startMs, endMs, status: 'completed' };
      startMs = endMs;
      return execution;
    });
    const whole = {
      id: `run-${index}`,
      workflowId: 'repeated',
      status: 'completed',
      startMs: index * dayMs,
      endMs: startMs,
    };
    return viewOf(runSchema.parse({ ...whole, executions }));
  };
  const alarms = levels.map(() => 0);
  for (let trial = 0; trial < trials; trial += asked) {
    let state = baselines.empty();
    for (let index = 0; index < runs; index++) state = baselines.add(state, drawn(index));
    const learned = baselines.view(state);
    for (let more = 0; more < asked; more++) {
      const compared = metricTests(drawn(runs + more), learned);
      const p = simes(compared.map((one) => one?.exactP ?? 1));
      for (const [at, level] of levels.entries()) if (p <= level) alarms[at]!++;
    }
  }
  return alarms.map((count) => count / trials);
}

const asked = 10;
const dayMs = 86_400_000;
