import { quoted } from '@faultline/core';
import type { FaultEffects } from './fault-effects.ts';
import { NS_PER_MS, type Plan } from './plan.ts';
import type { RandomStream } from './random-stream.ts';
import { refuseUnlessTime } from './refuse-time.ts';

/** How a step ended in a run. `skipped`: for want of what it needs. `absent`: optional, and the run does without it. */
export const OUTCOME = { completed: 0, failed: 1, skipped: 2, absent: 3 } as const;

/** How an attempt ended. */
export const ATTEMPT = { completed: 0, failed: 1, timedOut: 2 } as const;

/** What random numbers are drawn for. Never renumber: histories would change. */
const PURPOSE = { duration: 1, failure: 2, skip: 3 } as const;

/**
 * What happens in a run, without the times at which it does: how steps end and how long their attempts take. None of it
 * depends on what is waited for, so that it is drawn before anything is scheduled.
 */
export class Outcomes {
  /** Number of the run. */
  run = -1;
  /** By step: a value of `OUTCOME`. */
  readonly outcome: Uint8Array;
  /** By step: the row of its first attempt, and how many it has. */
  readonly firstAttempt: Uint32Array;
  readonly attempts: Uint32Array;
  /** By attempt. */
  durationNs = new Float64Array(16);
  /** By attempt: a value of `ATTEMPT`. */
  result = new Uint8Array(16);
  rows = 0;
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.outcome = new Uint8Array(plan.steps.length);
    this.firstAttempt = new Uint32Array(plan.steps.length);
    this.attempts = new Uint32Array(plan.steps.length);
  }

  /** Draws a run anew. O(V + E + attempts). */
  draw(run: number, random: RandomStream, effects: FaultEffects | undefined): void {
    const { steps, order } = this.#plan;
    this.run = run;
    this.rows = 0;
    for (let at = 0; at < order.length; at++) {
      const step = order[at];
      const { key, skipProbability } = steps[step];
      this.firstAttempt[step] = this.rows;
      this.attempts[step] = 0;
      if (skipProbability > 0 && random.at(run, key, 0, PURPOSE.skip) < skipProbability)
        this.outcome[step] = OUTCOME.absent;
      else if (this.#lacks(step, effects)) this.outcome[step] = OUTCOME.skipped;
      else this.outcome[step] = this.#attempt(step, run, random, effects);
    }
  }

  /** Whether a step that the workflow cannot do without did not complete. O(V). */
  get isFailure(): boolean {
    return this.#plan.steps.some(
      ({ step }, at) =>
        step.failureTolerance === 'low' &&
        (this.outcome[at] === OUTCOME.failed || this.outcome[at] === OUTCOME.skipped),
    );
  }

  /** Whether something it cannot do without has failed, or was skipped because of that. */
  #lacks(step: number, effects: FaultEffects | undefined): boolean {
    const { needs, needsOf } = this.#plan;
    for (let at = needsOf.offsets[step]; at < needsOf.offsets[step + 1]; at++) {
      const need = needsOf.targets[at];
      const { from, toleratesFailure } = needs[need];
      if (toleratesFailure || effects?.isWaitedFor[need] === 0) continue;
      if (this.outcome[from] === OUTCOME.failed || this.outcome[from] === OUTCOME.skipped) return true;
    }
    return false;
  }

  #attempt(step: number, run: number, random: RandomStream, effects: FaultEffects | undefined): number {
    const { key, duration, timeoutNs, behaviour } = this.#plan.steps[step];
    const { failureProbability, maxAttempts } = behaviour;
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      if (this.rows === this.durationNs.length) this.#grow();
      const row = this.rows++;
      this.attempts[step] = attempt;
      const drawn = duration(random.at(run, key, attempt, PURPOSE.duration)) * (effects?.factor[step] ?? 1);
      let ns = Math.round(drawn * NS_PER_MS);
      let result: number = ATTEMPT.completed;
      if (failureProbability > 0 && random.at(run, key, attempt, PURPOSE.failure) < failureProbability)
        result = ATTEMPT.failed;
      if (effects !== undefined && attempt <= effects.failing[step]) result = ATTEMPT.failed;
      if (ns > timeoutNs) [ns, result] = [timeoutNs, ATTEMPT.timedOut];
      if (effects !== undefined && attempt <= effects.hanging[step])
        [ns, result] = [effects.hangNs[step], ATTEMPT.timedOut];
      // What takes for ever ends at a timeout, if there is one.
      if (!(ns >= 0 && ns < Infinity)) this.#refuse(step, drawn);
      this.durationNs[row] = ns;
      this.result[row] = result;
      if (result === ATTEMPT.completed) return OUTCOME.completed;
    }
    return OUTCOME.failed;
  }

  #refuse(step: number, drawnMs: number): void {
    const { id } = this.#plan.steps[step].step;
    const hint =
      'Check what "behaviourOf" gives as "durationMs", and factors of faults; what hangs needs a "timeoutMs".';
    refuseUnlessTime(drawnMs, `An attempt at step ${quoted(id)} was drawn to take`, hint);
  }

  #grow(): void {
    const durationNs = new Float64Array(2 * this.durationNs.length);
    const result = new Uint8Array(durationNs.length);
    durationNs.set(this.durationNs);
    result.set(this.result);
    this.durationNs = durationNs;
    this.result = result;
  }
}
