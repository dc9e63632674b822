import type { FaultEffects } from './fault-effects.ts';
import { MinHeap } from './min-heap.ts';
import { Outcomes } from './outcomes.ts';
import type { Plan } from './plan.ts';
import type { PoolPolicy } from './pool.ts';
import { Timeline } from './timeline.ts';
import { WaitingLine } from './waiting-line.ts';

/** A run that is being scheduled. */
export class ActiveRun {
  readonly outcomes: Outcomes;
  readonly timeline: Timeline;
  effects: FaultEffects | undefined;
  /** By step: how many of those it needs are not settled. */
  readonly waitsFor: Uint32Array;
  /** By step: the attempt that is due or under way. */
  readonly attempt: Uint32Array;
  readonly isUnderWay: Uint8Array;
  unsettled = 0;

  constructor(plan: Plan) {
    const size = plan.steps.length;
    this.outcomes = new Outcomes(plan);
    this.timeline = new Timeline(plan);
    this.waitsFor = new Uint32Array(size);
    this.attempt = new Uint32Array(size);
    this.isUnderWay = new Uint8Array(size);
  }
}

/**
 * Schedules runs that share pools, by discrete events: an attempt begins when all its step needs is settled and every
 * pool has what it asks for. At an instant everything is given back and asked for before anything is taken.
 * O(log n) for each attempt and each need, n being what is under way.
 *
 * The number of a run times that of the steps must stay below 2^32.
 */
export class PooledSchedule {
  readonly #plan: Plan;
  readonly #line: WaitingLine;
  /** What is due when: the number of a run times that of all steps, plus the step. */
  readonly #coming = new MinHeap();
  /** By number of the run. */
  readonly #active = new Map<number, ActiveRun>();
  /** By pool: what the runs under way lack of it. */
  readonly #shortages: number[][];

  constructor(plan: Plan, policy: PoolPolicy) {
    this.#plan = plan;
    this.#line = new WaitingLine(plan.pools, plan.steps.length, policy, (taker) => taker % plan.steps.length);
    this.#shortages = plan.pools.map(() => []);
  }

  /** When something happens next; `Infinity`: nothing does. */
  get nextNs(): number {
    return this.#coming.key;
  }

  /** The runs that are not settled, in order of their beginning. */
  get active(): Iterable<ActiveRun> {
    return this.#active.values();
  }

  /** Forgets all runs and what they hold. */
  clear(): void {
    this.#coming.clear();
    this.#active.clear();
    this.#line.clear();
    for (const shortages of this.#shortages) shortages.length = 0;
  }

  /** Plays a run from beginning to end, or until nothing happens any more, with the pools to itself. */
  playAlone(run: ActiveRun, startNs: number): void {
    this.clear();
    this.begin(run, startNs);
    while (this.nextNs < Infinity) this.play(this.nextNs);
  }

  /** Lets a run begin, whose outcomes are drawn. Then play the same instant. */
  begin(run: ActiveRun, nowNs: number): void {
    const { steps, needsOf } = this.#plan;
    const base = run.outcomes.run * steps.length;
    run.timeline.clear(nowNs, run.outcomes.rows);
    run.unsettled = steps.length;
    run.attempt.fill(1);
    run.isUnderWay.fill(0);
    for (const { pool, amount } of run.effects?.shortages ?? []) this.#shorten(pool, amount);
    for (let step = 0; step < steps.length; step++) {
      run.waitsFor[step] = 0;
      for (let at = needsOf.offsets[step]; at < needsOf.offsets[step + 1]; at++) {
        if (run.effects?.isWaitedFor[needsOf.targets[at]] !== 0) run.waitsFor[step]++;
      }
      if (run.waitsFor[step] === 0) this.#coming.push(nowNs, base + step);
    }
    if (run.unsettled > 0) this.#active.set(run.outcomes.run, run);
  }

  /** Lets everything happen that is due at an instant. */
  play(nowNs: number): void {
    const size = this.#plan.steps.length;
    do {
      while (this.#coming.key === nowNs) {
        const taker = this.#coming.pop();
        this.#happen(this.#runOf(taker), taker, taker % size, nowNs);
      }
      for (let taker = this.#line.admit(); taker >= 0; taker = this.#line.admit()) {
        this.#start(this.#runOf(taker), taker, taker % size, nowNs);
      }
    } while (this.#coming.key === nowNs);
  }

  /** What is due of a step: the end of an attempt, or that it can go on. */
  #happen(run: ActiveRun, taker: number, step: number, nowNs: number): void {
    const { outcomes, timeline, attempt } = run;
    if (run.isUnderWay[step] === 1) this.#stop(run, taker, step, nowNs);
    else if (outcomes.attempts[step] === 0) this.#settle(run, taker - step, step, nowNs);
    else {
      timeline.readyNs[outcomes.firstAttempt[step] + attempt[step] - 1] = nowNs;
      if (this.#line.asks(step)) this.#line.join(taker, nowNs);
      else this.#start(run, taker, step, nowNs);
    }
  }

  #start({ outcomes, timeline, attempt, isUnderWay }: ActiveRun, taker: number, step: number, nowNs: number): void {
    const row = outcomes.firstAttempt[step] + attempt[step] - 1;
    timeline.beginNs[row] = nowNs;
    isUnderWay[step] = 1;
    this.#coming.push(nowNs + outcomes.durationNs[row], taker);
  }

  #stop(run: ActiveRun, taker: number, step: number, nowNs: number): void {
    const { outcomes, timeline, attempt, isUnderWay, effects } = run;
    timeline.endNs[outcomes.firstAttempt[step] + attempt[step] - 1] = nowNs;
    isUnderWay[step] = 0;
    this.#line.release(step);
    for (const leak of effects?.leaks ?? []) if (leak.step === step) this.#line.withdraw(leak.pool, leak.amount);
    if (attempt[step] === outcomes.attempts[step]) this.#settle(run, taker - step, step, nowNs);
    else this.#coming.push(nowNs + this.#plan.steps[step].backoffNs(attempt[step]++), taker);
  }

  #settle(run: ActiveRun, base: number, step: number, nowNs: number): void {
    const { needsFrom, needs } = this.#plan;
    run.timeline.settledNs[step] = nowNs;
    run.timeline.untilNs = nowNs;
    for (let at = needsFrom.offsets[step]; at < needsFrom.offsets[step + 1]; at++) {
      const need = needsFrom.targets[at];
      if (run.effects?.isWaitedFor[need] === 0) continue;
      const { to } = needs[need];
      if (--run.waitsFor[to] === 0) this.#coming.push(nowNs, base + to);
    }
    if (--run.unsettled > 0) return;
    this.#active.delete(run.outcomes.run);
    for (const { pool, amount } of run.effects?.shortages ?? []) this.#relieve(pool, amount);
  }

  /** Of several shortages of one pool the largest counts. */
  #shorten(pool: number, amount: number): void {
    const before = largest(this.#shortages[pool]);
    this.#shortages[pool].push(amount);
    this.#line.withdraw(pool, largest(this.#shortages[pool]) - before);
  }

  #relieve(pool: number, amount: number): void {
    const shortages = this.#shortages[pool];
    const before = largest(shortages);
    shortages.splice(shortages.indexOf(amount), 1);
    this.#line.withdraw(pool, largest(shortages) - before);
  }

  /** Whatever is due belongs to a run that is not settled. */
  #runOf(taker: number): ActiveRun {
    return this.#active.get(Math.floor(taker / this.#plan.steps.length))!;
  }
}

const largest = (amounts: readonly number[]): number => amounts.reduce((most, amount) => Math.max(most, amount), 0);
