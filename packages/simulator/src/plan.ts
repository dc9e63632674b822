import { quoted } from '@faultline/core';
import { definitionGraph, definitionOrder, rowsOf, type Rows } from '@faultline/graph';
import type { Dependency, StepDefinition, WorkflowDefinition } from '@faultline/model';
import { textHash } from '@faultline/stats';
import { constant, type QuantileFunction } from './durations.ts';
import type { Pool } from './pool.ts';
import { refuseUnlessTime } from './refuse-time.ts';
import { declaredBehaviour, type StepBehaviour } from './step-behaviour.ts';

/** What is simulated, beyond the definition. */
export interface PlanOptions {
  /** How a step behaves, where it is not as the definition says. */
  readonly behaviourOf?: (step: StepDefinition) => Partial<StepBehaviour>;
  /** How much there is, by resource. One that is not named is never short. */
  readonly pools?: Readonly<Record<string, number>>;
}

/** A workflow made ready to simulate. Steps are numbered in order of definition. */
export interface Plan {
  readonly definition: WorkflowDefinition;
  readonly steps: readonly PlannedBehaviour[];
  /** Steps, each after all that it needs. */
  readonly order: Uint32Array;
  /** Row s: places in `needs` of the dependencies of step s. */
  readonly needsOf: Rows;
  /** Row s: places in `needs` of what depends on step s. */
  readonly needsFrom: Rows;
  readonly needs: readonly PlannedNeed[];
  readonly poolNames: readonly string[];
  /** Demand by step. */
  readonly pools: readonly Pool[];
}

/** A dependency between two defined steps. */
export interface PlannedNeed {
  readonly from: number;
  readonly to: number;
  readonly dependency: Dependency;
  /** `to` goes on where `from` has failed. */
  readonly toleratesFailure: boolean;
}

/** A step with its behaviour in the units of the simulation. */
interface PlannedBehaviour {
  readonly step: StepDefinition;
  readonly behaviour: StepBehaviour;
  readonly duration: QuantileFunction;
  /** The address of its random numbers: by id, so that they stay when other steps come or go. */
  readonly key: number;
  readonly timeoutNs: number;
  /** Of the step in a run; 0 for one that is not optional. */
  readonly skipProbability: number;
  readonly backoffNs: (attempt: number) => number;
}

export const NS_PER_MS = 1e6;

/**
 * Makes a workflow ready. A `RangeError` where steps need each other in a circle, where a duration is neither declared
 * nor given, or where a figure is out of range. Dependencies on unknown steps hold nobody up. O(V + E).
 */
export function planOf(definition: WorkflowDefinition, { behaviourOf, pools = {} }: PlanOptions = {}): Plan {
  const { steps } = definition;
  const ordered = definitionOrder(definitionGraph(steps));
  if (ordered === undefined) throw new RangeError(`The steps of ${quoted(definition.id)} need each other in a circle.`);
  const numberOf = new Map(steps.map(({ id }, step) => [id, step]));
  const needs = steps.flatMap((step, to) =>
    step.dependencies.flatMap((dependency) => {
      const from = numberOf.get(dependency.on);
      if (from === undefined) return [];
      return [{ from, to, dependency, toleratesFailure: toleratesFailure(step, dependency, steps[from]) }];
    }),
  );
  const outputs = Map.groupBy(needs, ({ from }) => from);
  const planned = steps.map((step, at) => {
    const keys = (outputs.get(at) ?? []).flatMap(({ dependency }) => dependency.dataFlow);
    return plannedBehaviour(step, { ...declaredBehaviour(step, [...new Set(keys)]), ...behaviourOf?.(step) });
  });
  return {
    definition,
    steps: planned,
    // Every ordered id is one of the steps.
    order: Uint32Array.from(ordered, (id) => numberOf.get(id)!),
    needs,
    needsOf: placesBy(steps.length, needs, ({ to }) => to),
    needsFrom: placesBy(steps.length, needs, ({ from }) => from),
    ...poolsOf(pools, planned),
  };
}

const placesBy = (size: number, needs: readonly PlannedNeed[], stepOf: (need: PlannedNeed) => number): Rows =>
  rowsOf(size, { from: Uint32Array.from(needs, stepOf), to: Uint32Array.from(needs.keys()) });

/** As the dependency says, else as the tolerance of both steps does. */
function toleratesFailure(step: StepDefinition, { criticality }: Dependency, failed: StepDefinition): boolean {
  if (criticality !== 'normal') return criticality === 'low';
  return step.failureTolerance !== 'low' && failed.failureTolerance !== 'low';
}

function plannedBehaviour(
  step: StepDefinition,
  partial: Omit<StepBehaviour, 'durationMs'> & Partial<StepBehaviour>,
): PlannedBehaviour {
  const { durationMs, ...rest } = partial;
  if (durationMs === undefined) throw new RangeError(`Step ${quoted(step.id)} declares no duration. Give it one.`);
  const behaviour = { ...rest, durationMs };
  const { failureProbability, skipProbability, maxAttempts, timeoutMs, backoffMs } = behaviour;
  const refuse = (isWrong: boolean, message: string): void => {
    if (isWrong) throw new RangeError(`Step ${quoted(step.id)} ${message}.`);
  };
  refuse(typeof durationMs === 'number' && !(durationMs >= 0), `takes 0 ms or more, not ${String(durationMs)}`);
  refuse(!(failureProbability >= 0 && failureProbability <= 1), `fails with a chance of ${failureProbability}`);
  refuse(!(skipProbability >= 0 && skipProbability <= 1), `is left out with a chance of ${skipProbability}`);
  refuse(!(Number.isInteger(maxAttempts) && maxAttempts > 0), `is tried once or more, not ${maxAttempts} times`);
  refuse(!(timeoutMs >= 0), `times out after 0 ms or more, not ${timeoutMs}`);
  return {
    step,
    behaviour,
    duration: typeof durationMs === 'number' ? constant(durationMs) : durationMs,
    key: textHash(step.id),
    timeoutNs: nsOf(timeoutMs),
    skipProbability: step.isOptional ? skipProbability : 0,
    backoffNs: (attempt) => {
      const ms = typeof backoffMs === 'number' ? backoffMs : backoffMs(attempt);
      refuseUnlessTime(
        ms,
        `After attempt ${attempt}, step ${quoted(step.id)} rests`,
        'Check what "behaviourOf" gives as "backoffMs".',
      );
      return nsOf(ms);
    },
  };
}

function poolsOf(
  capacities: Readonly<Record<string, number>>,
  steps: readonly PlannedBehaviour[],
): Pick<Plan, 'pools' | 'poolNames'> {
  const limited = Object.entries(capacities);
  for (const [name, capacity] of limited) {
    if (!(capacity >= 0)) throw new RangeError(`The pool ${quoted(name)} holds 0 or more, not ${capacity}.`);
  }
  const demandOf = (name: string, { step, behaviour: { resources } }: PlannedBehaviour): number => {
    const demand = Object.hasOwn(resources, name) ? resources[name] : 0;
    if (!(demand >= 0))
      throw new RangeError(`Step ${quoted(step.id)} asks for 0 or more of ${quoted(name)}, not ${demand}.`);
    return demand;
  };
  return {
    poolNames: limited.map(([name]) => name),
    pools: limited.map(([name, capacity]) => ({
      capacity,
      demand: Float64Array.from(steps, (step) => demandOf(name, step)),
    })),
  };
}

/** Whole nanoseconds, so that sums are exact. */
export const nsOf = (ms: number): number => Math.round(ms * NS_PER_MS);
