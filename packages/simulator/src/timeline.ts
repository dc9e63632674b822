import type { FaultEffects } from './fault-effects.ts';
import type { Outcomes } from './outcomes.ts';
import type { Plan } from './plan.ts';

/** When everything in a run happens, in nanoseconds from the start of the simulation. `Infinity`: never. */
export class Timeline {
  /** When the run begins. */
  startNs = 0;
  /** When the last step is settled. */
  untilNs = 0;
  /** By step: when it is known how it ended. */
  readonly settledNs: Float64Array;
  /** By attempt: when it could start, when it did, and when it ended. */
  readyNs = new Float64Array(16);
  beginNs = new Float64Array(16);
  endNs = new Float64Array(16);

  constructor(plan: Plan) {
    this.settledNs = new Float64Array(plan.steps.length);
  }

  /** Forgets all times, and makes room. */
  clear(startNs: number, rows: number): void {
    this.startNs = startNs;
    this.untilNs = startNs;
    this.settledNs.fill(Infinity);
    if (rows > this.readyNs.length) {
      const size = Math.max(rows, 2 * this.readyNs.length);
      this.readyNs = new Float64Array(size);
      this.beginNs = new Float64Array(size);
      this.endNs = new Float64Array(size);
    }
    this.readyNs.fill(Infinity, 0, rows);
    this.beginNs.fill(Infinity, 0, rows);
    this.endNs.fill(Infinity, 0, rows);
  }
}

/**
 * Schedules a run that waits for nothing but its own steps: each begins when all it needs is settled. One pass in the
 * order of the plan, no events. O(V + E + attempts).
 */
export function scheduleFreely(
  { order, steps, needs, needsOf }: Plan,
  outcomes: Outcomes,
  effects: FaultEffects | undefined,
  startNs: number,
  timeline: Timeline,
): void {
  timeline.clear(startNs, outcomes.rows);
  const { settledNs } = timeline;
  for (let at = 0; at < order.length; at++) {
    const step = order[at];
    let ns = startNs;
    for (let edge = needsOf.offsets[step]; edge < needsOf.offsets[step + 1]; edge++) {
      const need = needsOf.targets[edge];
      if (effects?.isWaitedFor[need] === 0) continue;
      const neededNs = settledNs[needs[need].from];
      if (neededNs > ns) ns = neededNs;
    }
    const first = outcomes.firstAttempt[step];
    for (let attempt = 1; attempt <= outcomes.attempts[step]; attempt++) {
      const row = first + attempt - 1;
      timeline.readyNs[row] = timeline.beginNs[row] = ns;
      timeline.endNs[row] = ns += outcomes.durationNs[row];
      if (attempt < outcomes.attempts[step]) ns += steps[step].backoffNs(attempt);
    }
    settledNs[step] = ns;
    if (ns > timeline.untilNs) timeline.untilNs = ns;
  }
}
