import type { StepDefinition, WorkflowDefinition } from '@faultline/model';
import { drawnRuns, type QuantileFunction } from '@faultline/simulator';

/** How other steps of a workflow behave while one of them is looked at. */
export interface StepOdds {
  /** Of the whole step, all its attempts together. */
  readonly failureProbability: number;
  readonly durationMs: QuantileFunction;
  /** Where it is made to fail. */
  readonly failsMs: QuantileFunction;
}

/** What becomes of runs, by the time that one step takes in them. */
export interface Surroundings {
  readonly runs: number;
  /** How long a run takes in which the step takes so long. */
  readonly makespanMs: (run: number, stepMs: number) => number;
  /** Whether the run fails. */
  readonly hasFailed: (run: number) => boolean;
  /** Whether a run that takes so long is late. `undefined`: that is not asked. */
  readonly isLate?: (makespanMs: number) => boolean;
}

/** What is made of steps in simulated runs: one whose time is asked for, and maybe one that fails because of it. */
export interface Situation {
  readonly stepId: string;
  readonly fails: boolean;
  /** A later step that fails of what this one gives it, and never else; and whether it does. */
  readonly victimId?: string | undefined;
  readonly victimFails?: boolean;
  /** The run ends with the step: only what it needs is played. */
  readonly stops?: boolean;
}

/** So long that nothing else in a run matters, and still exact in nanoseconds. */
const longMs = 1e9;

/**
 * Simulates the workflow around a step once, for all times that the step may take: the end of a run is
 *
 *     max(a, b + t)       t: the time of the step, a: the longest way past it, b: the longest way through it without it
 *
 * so that two simulations with the same random numbers, one at t = 0 and one at a very long t, tell a and b of each run.
 * O(runs (V + E)), then O(1) for each question. Throws a `RangeError` where steps need each other in a circle.
 */
export function surroundingsOf(
  definition: WorkflowDefinition,
  { stepId, fails, victimId, victimFails = false, stops = false }: Situation,
  oddsOf: (step: StepDefinition) => StepOdds,
  runs: number,
): Surroundings {
  const around = stops ? { ...definition, steps: neededFor(definition, stepId) } : definition;
  const played = (stepMs: number) =>
    drawnRuns(around, {
      runs,
      seed: 0,
      behaviourOf: (step) => {
        if (step.id === stepId) return { durationMs: stepMs, failureProbability: Number(fails) };
        const odds = oddsOf(step);
        return step.id === victimId
          ? { failureProbability: Number(victimFails), durationMs: victimFails ? odds.failsMs : odds.durationMs }
          : odds;
      },
    });
  const atOnce = played(0);
  const late = played(longMs);
  return {
    runs,
    makespanMs: (run, stepMs) => Math.max(atOnce.makespansMs[run]!, late.makespansMs[run]! - longMs + stepMs),
    hasFailed: (run) => atOnce.hasFailed[run] === 1,
  };
}

/** A step with all that it needs, directly or not. O(V + E). */
function neededFor({ steps }: WorkflowDefinition, stepId: string): readonly StepDefinition[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const needed = new Set([stepId]);
  for (const id of needed) for (const { on } of byId.get(id)?.dependencies ?? []) needed.add(on);
  return steps.filter(({ id }) => needed.has(id));
}
