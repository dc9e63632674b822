import type { Fault } from './fault.ts';
import { effectsOf, type FaultEffects } from './fault-effects.ts';
import type { Plan } from './plan.ts';
import type { PoolPolicy } from './pool.ts';
import { ActiveRun, PooledSchedule } from './pooled-schedule.ts';
import type { RandomStream } from './random-stream.ts';
import { scheduleFreely } from './timeline.ts';

/** A course of events: which runs begin when, with which faults. */
export interface World {
  readonly plan: Plan;
  readonly random: RandomStream;
  readonly runs: number;
  readonly policy: PoolPolicy;
  /** Between the beginnings of a run and the one before it, which it shares the pools with. `undefined`: each run is alone. */
  readonly gapNs: ((run: number) => number) | undefined;
  readonly faults: readonly Fault[];
}

/**
 * Plays the runs of a world, and gives them in order; those that are alone begin at 0. Use each before you ask for the
 * next: it may be used again.
 */
export function* playedRuns(world: World): Generator<ActiveRun, void, undefined> {
  const effects = effectsByRun(world);
  yield* world.gapNs === undefined ? playedAlone(world, effects) : playedTogether(world, world.gapNs, effects);
}

type EffectsOfRun = (run: number) => FaultEffects | undefined;

/** Runs with the same faults share what these change. */
function effectsByRun({ plan, faults }: World): EffectsOfRun {
  const runsOf = faults.map(({ runs }) => (runs === undefined ? undefined : new Set(runs)));
  const known = new Map<string, FaultEffects | undefined>([['', undefined]]);
  return (run) => {
    const present = faults.filter((_, at) => runsOf[at]?.has(run) ?? true);
    const key = present.map((fault) => faults.indexOf(fault)).join();
    if (!known.has(key)) known.set(key, effectsOf(plan, present));
    return known.get(key);
  };
}

function* playedAlone({ plan, random, runs, policy }: World, effectsOfRun: EffectsOfRun): Generator<ActiveRun> {
  const run = new ActiveRun(plan);
  const pooled = plan.pools.length === 0 ? undefined : new PooledSchedule(plan, policy);
  for (let index = 0; index < runs; index++) {
    run.effects = effectsOfRun(index);
    run.outcomes.draw(index, random, run.effects);
    if (pooled === undefined) scheduleFreely(plan, run.outcomes, run.effects, 0, run.timeline);
    else pooled.playAlone(run, 0);
    yield run;
  }
}

function* playedTogether(
  { plan, random, runs, policy }: World,
  gapNs: (run: number) => number,
  effectsOfRun: EffectsOfRun,
): Generator<ActiveRun> {
  const pooled = new PooledSchedule(plan, policy);
  const begun = new Map<number, ActiveRun>();
  let next = 0;
  let nextStartNs = 0;
  let due = 0;
  while (due < runs) {
    const nowNs = Math.min(next < runs ? nextStartNs : Infinity, pooled.nextNs);
    if (nowNs === Infinity) break;
    while (next < runs && nextStartNs === nowNs) {
      const run = new ActiveRun(plan);
      run.effects = effectsOfRun(next);
      run.outcomes.draw(next, random, run.effects);
      pooled.begin(run, nowNs);
      begun.set(next++, run);
      nextStartNs += gapNs(next);
    }
    pooled.play(nowNs);
    for (let run = begun.get(due); run !== undefined && run.unsettled === 0; run = begun.get(due)) {
      begun.delete(due++);
      yield run;
    }
  }
  // What is left waits for ever.
  yield* begun.values();
}
