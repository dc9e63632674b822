import { FaultlineError } from '@faultline/core';
import type { Run, WorkflowDefinition } from '@faultline/model';
import { constant, type QuantileFunction } from './durations.ts';
import type { Fault } from './fault.ts';
import { effectsOf } from './fault-effects.ts';
import { faultTruth, type FaultTruth } from './fault-truth.ts';
import { NS_PER_MS, nsOf, planOf, type PlanOptions } from './plan.ts';
import type { PoolPolicy } from './pool.ts';
import type { ActiveRun } from './pooled-schedule.ts';
import { RandomStream } from './random-stream.ts';
import { refuseUnlessRuns, refuseUnlessTime } from './refuse-time.ts';
import { runDocument, type RunDescription } from './run-document.ts';
import { playedRuns, type World } from './world.ts';

/** What is simulated, and what goes wrong. */
export interface SimulationOptions extends PlanOptions {
  readonly seed: number;
  /** How many runs. Default: 1. */
  readonly runs?: number;
  /** When the first run begins, in milliseconds since the epoch. Default: 0. */
  readonly startMs?: number;
  /**
   * From the beginning of one run to that of the next, which then share the pools. Default: each run has the pools to
   * itself, and begins when the one before it has ended.
   */
  readonly betweenRunsMs?: number | QuantileFunction;
  /** How those are served that wait for a pool. Default: `fifo`. */
  readonly policy?: PoolPolicy;
  readonly faults?: readonly Fault[];
  /** What is known of a run beyond its steps, by its number from 0. */
  readonly describe?: (run: number) => RunDescription;
}

/** A run, and what the faults in it did. */
export interface SimulatedRun {
  readonly run: Run;
  /** One for each fault that is in the run, or that touched it from another one; in the order of the faults. */
  readonly truths: readonly FaultTruth[];
}

/** The address of the random numbers for what happens between runs: no step, attempt 0. */
const arrivalPurpose = 4;

/**
 * Runs a workflow in simulated time and gives the runs one by one, the same for the same seed.
 *
 *     for (const { run } of simulate(workflow, { seed: 1, runs: 200 })) await engine.learn([run]);
 *
 * Every attempt at a step draws from numbers of its own, addressed by seed, run, step and attempt, so that a change to one
 * step leaves all other draws as they were. A step begins when all it needs is settled and the pools have what it asks
 * for; one whose dependency failed is skipped, unless it tolerates that; a run fails when a step of low failure tolerance
 * did not complete. For each fault the same runs are simulated once more without it.
 * O((V + E) log V) for each run and fault. Throws FAULTLINE_USAGE, as soon as it is drawn, for a time that cannot pass.
 */
export function* simulate(
  definition: WorkflowDefinition,
  { seed, runs = 1, startMs = 0, betweenRunsMs, policy = 'fifo', faults = [], describe, ...options }: SimulationOptions,
): Generator<SimulatedRun, void, undefined> {
  refuseUnlessRuns(runs);
  if (!Number.isFinite(startMs))
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `The first run cannot begin at ${startMs} ms.`,
      hint: 'Give "startMs" as milliseconds since the epoch.',
    });
  const plan = planOf(definition, options);
  const random = new RandomStream(seed);
  // Also those of late runs are refused at once.
  effectsOf(plan, faults);
  const world: World = { plan, random, runs, policy, gapNs: gapsOf(betweenRunsMs, random), faults };
  const others = faults.map((_, left) => playedRuns({ ...world, faults: faults.filter((_fault, at) => at !== left) }));
  let originMs = startMs;
  for (const played of playedRuns(world)) {
    const index = played.outcomes.run;
    const description = describe?.(index) ?? {};
    const id = description.id ?? `${definition.id}-${seed}-${index}`;
    const written = (run: ActiveRun): Run => runDocument(plan, run, random, originMs, id, description);
    const run = written(played);
    const truths = others.flatMap((other, at): FaultTruth[] => {
      const without = other.next().value;
      if (without === undefined) return [];
      const fault = faults[at];
      const isInRun = fault.runs?.includes(index) ?? true;
      const truth = { ...faultTruth(fault, isInRun, run, written(without)), delayMs: delayMs(played, without) };
      return isInRun || truth.affectedIds.length > 0 ? [truth] : [];
    });
    yield { run, truths };
    if (world.gapNs === undefined) originMs += played.timeline.untilNs / NS_PER_MS;
  }
}

function gapsOf(betweenRunsMs: number | QuantileFunction | undefined, random: RandomStream): World['gapNs'] {
  if (betweenRunsMs === undefined) return undefined;
  if (typeof betweenRunsMs === 'number') refuseUnlessGap(betweenRunsMs);
  const gapMs = typeof betweenRunsMs === 'number' ? constant(betweenRunsMs) : betweenRunsMs;
  return (run) => {
    const ms = gapMs(random.at(run, 0, 0, arrivalPurpose));
    refuseUnlessGap(ms);
    return nsOf(ms);
  };
}

const refuseUnlessGap = (ms: number): void =>
  refuseUnlessTime(ms, 'The next run begins after', 'Give "betweenRunsMs" a time, or a distribution of times.');

function delayMs(run: ActiveRun, without: ActiveRun): number | undefined {
  if (run.unsettled > 0 || without.unsettled > 0) return undefined;
  return (run.timeline.untilNs - without.timeline.untilNs) / NS_PER_MS;
}
