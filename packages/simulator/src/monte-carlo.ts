import type { WorkflowDefinition } from '@faultline/model';
import { NS_PER_MS, planOf, type PlanOptions } from './plan.ts';
import type { PoolPolicy } from './pool.ts';
import { ActiveRun, PooledSchedule } from './pooled-schedule.ts';
import { RandomStream } from './random-stream.ts';
import { refuseUnlessRuns } from './refuse-time.ts';
import { scheduleFreely } from './timeline.ts';

/** What is drawn how often. */
export interface MonteCarloOptions extends PlanOptions {
  readonly runs: number;
  readonly seed: number;
  /** How those are served that wait for a pool. Default: `fifo`. */
  readonly policy?: PoolPolicy;
}

/**
 * How long runs take, in milliseconds, without making them: those that `simulate` makes from the same options, each with
 * the pools to itself. `Infinity`: it would wait for ever. The same seed gives the same random numbers to each step of
 * each run, so that differences between two definitions are due to the change alone: compare run by run.
 * O(V + E) for each run, without pools; O((V + E) log V) with them.
 *
 *     const before = monteCarlo(workflow, { runs: 10_000, seed: 1 });
 */
export function monteCarlo(definition: WorkflowDefinition, options: MonteCarloOptions): Float64Array {
  refuseUnlessRuns(options.runs);
  const makespansMs = new Float64Array(options.runs);
  play(definition, options, (index, makespanMs) => {
    makespansMs[index] = makespanMs;
  });
  return makespansMs;
}

/** How long runs take, and which of them failed. By run. */
export interface DrawnRuns {
  /** As `monteCarlo` gives them. */
  readonly makespansMs: Float64Array;
  /** 1: a step of low failure tolerance did not complete. */
  readonly hasFailed: Uint8Array;
}

/** The same runs as those of `monteCarlo`, with how they ended. As costly. */
export function drawnRuns(definition: WorkflowDefinition, options: MonteCarloOptions): DrawnRuns {
  refuseUnlessRuns(options.runs);
  const makespansMs = new Float64Array(options.runs);
  const hasFailed = new Uint8Array(options.runs);
  play(definition, options, (index, makespanMs, { outcomes }) => {
    makespansMs[index] = makespanMs;
    hasFailed[index] = Number(outcomes.isFailure);
  });
  return { makespansMs, hasFailed };
}

function play(
  definition: WorkflowDefinition,
  { runs, seed, policy = 'fifo', ...options }: MonteCarloOptions,
  visit: (index: number, makespanMs: number, run: ActiveRun) => void,
): void {
  const plan = planOf(definition, options);
  const random = new RandomStream(seed);
  const run = new ActiveRun(plan);
  const pooled = plan.pools.length === 0 ? undefined : new PooledSchedule(plan, policy);
  for (let index = 0; index < runs; index++) {
    run.outcomes.draw(index, random, undefined);
    if (pooled === undefined) scheduleFreely(plan, run.outcomes, undefined, 0, run.timeline);
    else pooled.playAlone(run, 0);
    visit(index, pooled === undefined || run.unsettled === 0 ? run.timeline.untilNs / NS_PER_MS : Infinity, run);
  }
}
