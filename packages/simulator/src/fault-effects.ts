import { quoted } from '@faultline/core';
import type { FailureType } from '@faultline/model';
import type { Fault, FailingStep, Timeout } from './fault.ts';
import { nsOf, type Plan } from './plan.ts';
import { refuseUnlessAmount } from './refuse-figure.ts';

/** What faults change in a run. Columns by step, unless said otherwise. */
export interface FaultEffects {
  /** On the duration of every attempt. */
  readonly factor: Float64Array;
  /** How many attempts fail whatever was drawn, and how. */
  readonly failing: Float64Array;
  readonly failureType: readonly (FailureType | undefined)[];
  /** How many attempts hang, and until when. */
  readonly hanging: Float64Array;
  readonly hangNs: Float64Array;
  readonly hasOutput: Uint8Array;
  /** By place in `Plan.needs`. */
  readonly isWaitedFor: Uint8Array;
  readonly leaks: readonly { readonly step: number; readonly pool: number; readonly amount: number }[];
  /** How much less there is of a pool. */
  readonly shortages: readonly { readonly pool: number; readonly amount: number }[];
  /** By clock. */
  readonly offsetNs: ReadonlyMap<string, number>;
}

/** Puts faults together. A `RangeError` where one names a step, pool or clock that is not there. O(V + E + faults). */
export function effectsOf(plan: Plan, faults: readonly Fault[]): FaultEffects {
  const effects = new MutableEffects(plan);
  for (const fault of faults) effects.add(fault);
  return effects;
}

class MutableEffects implements FaultEffects {
  readonly factor: Float64Array;
  readonly failing: Float64Array;
  readonly failureType: (FailureType | undefined)[] = [];
  readonly hanging: Float64Array;
  readonly hangNs: Float64Array;
  readonly hasOutput: Uint8Array;
  readonly isWaitedFor: Uint8Array;
  readonly leaks: { step: number; pool: number; amount: number }[] = [];
  readonly shortages: { pool: number; amount: number }[] = [];
  readonly offsetNs = new Map<string, number>();
  readonly #plan: Plan;

  constructor(plan: Plan) {
    const size = plan.steps.length;
    this.#plan = plan;
    this.factor = new Float64Array(size).fill(1);
    this.failing = new Float64Array(size);
    this.hanging = new Float64Array(size);
    this.hangNs = Float64Array.from(plan.steps, ({ timeoutNs }) => timeoutNs);
    this.hasOutput = new Uint8Array(size).fill(1);
    this.isWaitedFor = new Uint8Array(plan.needs.length).fill(1);
  }

  add(fault: Fault): void {
    switch (fault.kind) {
      case 'slow-step':
        this.factor[this.#step(fault.stepId)] *= fault.factor;
        return;
      case 'failing-step':
        this.#fail(fault);
        return;
      case 'timeout':
        this.#hang(fault);
        return;
      case 'resource-exhaustion': {
        const pool = this.#pool(fault.resource);
        const { capacity } = this.#plan.pools[pool];
        if (capacity === Infinity)
          throw new RangeError(`The pool ${quoted(fault.resource)} is never short: it has no limit.`);
        refuseUnlessAmount(
          fault.capacity,
          `An exhausted pool ${quoted(fault.resource)} cannot hold`,
          'Give the fault the "capacity" that is left.',
        );
        this.shortages.push({ pool, amount: capacity - fault.capacity });
        return;
      }
      case 'resource-leak':
        refuseUnlessAmount(
          fault.amount,
          `Step ${quoted(fault.stepId)} cannot leak of ${quoted(fault.resource)}`,
          'Give the fault the "amount" that each attempt keeps.',
        );
        this.leaks.push({
          step: this.#step(fault.stepId),
          pool: this.#pool(fault.resource),
          amount: fault.amount,
        });
        return;
      case 'missing-output':
        this.hasOutput[this.#step(fault.stepId)] = 0;
        return;
      case 'wrong-order':
        this.isWaitedFor[this.#need(fault.stepId, fault.on)] = 0;
        return;
      case 'clock-skew':
        this.#skew(fault.clock, nsOf(fault.offsetMs));
    }
  }

  #fail({ stepId, attempts = Infinity, failureType }: FailingStep): void {
    const step = this.#step(stepId);
    this.failing[step] = Math.max(this.failing[step], attempts);
    this.failureType[step] = failureType;
  }

  #hang({ stepId, attempts = Infinity, timeoutMs = Infinity }: Timeout): void {
    const step = this.#step(stepId);
    this.hanging[step] = Math.max(this.hanging[step], attempts);
    this.hangNs[step] = Math.min(this.hangNs[step], nsOf(timeoutMs));
    if (this.hangNs[step] === Infinity)
      throw new RangeError(`Step ${quoted(stepId)} has no timeout and would hang for ever. Give the fault a timeout.`);
  }

  #skew(clock: string, ns: number): void {
    if (!Number.isFinite(ns)) throw new RangeError(`The clock ${quoted(clock)} cannot be off by ${ns / 1e6} ms.`);
    if (!this.#plan.steps.some(({ behaviour }) => behaviour.clock === clock))
      throw new RangeError(`No step is recorded by the clock ${quoted(clock)}.`);
    this.offsetNs.set(clock, (this.offsetNs.get(clock) ?? 0) + ns);
  }

  #step(id: string): number {
    const number = this.#plan.steps.findIndex(({ step }) => step.id === id);
    if (number < 0) throw new RangeError(`The workflow has no step ${quoted(id)}.`);
    return number;
  }

  #pool(name: string): number {
    const number = this.#plan.poolNames.indexOf(name);
    if (number < 0) throw new RangeError(`There is no pool ${quoted(name)}.`);
    return number;
  }

  #need(stepId: string, on: string): number {
    const to = this.#step(stepId);
    const number = this.#plan.needs.findIndex(({ dependency, to: needing }) => needing === to && dependency.on === on);
    if (number < 0) throw new RangeError(`Step ${quoted(stepId)} does not depend on ${quoted(on)}.`);
    return number;
  }
}
