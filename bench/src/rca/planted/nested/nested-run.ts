import { runSchema, type FailureType, type Run, type StepExecution } from '@faultline/model';
import { normalQuantile, seededRandom } from '@faultline/stats';
import type { NestedStep, NestedWorkflow } from './nested-workflow.ts';

/** What is wrong with one step, whenever it is called. */
export interface NestedFault {
  readonly stepId: string;
  /**
   * `slow`: its own work takes longer. `fails`: with an error of its own. `hangs`: until its caller gives up. `gives nothing`: it
   * completes, and what comes after it cannot use what it gave.
   */
  readonly kind: 'slow' | 'fails' | 'hangs' | 'gives nothing';
  /** How much longer. */
  readonly factor?: number;
  readonly error?: FailureType;
  /** What is recorded of a call that its caller gave up: it was cut off, it completed later, or nothing. */
  readonly leaves?: 'cancelled' | 'late' | 'open';
}

/** How often an attempt that is not the last fails at random. */
const failureShare = 0.01;
const backoffMs = 50;
const foreverMs = 1e9;

/** A run of a workflow of nested calls, the same for the same seed. */
export function nestedRun(workflow: NestedWorkflow, seed: number, faults: readonly NestedFault[] = []): Run {
  const recorder = new Recorder(workflow, seed, faults);
  const { endMs, error } = recorder.call(workflow.root, { startMs: 0, parentId: undefined, item: '', needed: [] });
  return runSchema.parse({
    id: `${workflow.id}-${seed}`,
    workflowId: workflow.id,
    status: error === undefined ? 'completed' : 'failed',
    startMs: 0,
    endMs,
    executions: recorder.executions,
    edges: workflow.hasEdges ? recorder.edges : recorder.edges.filter(({ kind }) => kind === 'retry'),
  });
}

/** Where a call stands. */
interface Place {
  readonly startMs: number;
  readonly parentId: string | undefined;
  readonly item: string;
  /** Executions whose results it is given. */
  readonly needed: readonly string[];
}

/** What came of a call, with all of its attempts. */
interface Outcome {
  readonly lastId: string;
  readonly endMs: number;
  readonly error: FailureType | undefined;
  /** Whether what it gave is of no use. */
  readonly isEmpty: boolean;
}

type Drawn = { -readonly [K in keyof StepExecution]?: StepExecution[K] } & { id: string; startMs: number };

class Recorder {
  readonly executions: Drawn[] = [];
  readonly edges: { from: string; to: string; origin: 'explicit'; kind: 'needs' | 'retry' }[] = [];
  readonly #workflow: NestedWorkflow;
  readonly #random: () => number;
  readonly #faults: ReadonlyMap<string, NestedFault>;

  constructor(workflow: NestedWorkflow, seed: number, faults: readonly NestedFault[]) {
    this.#workflow = workflow;
    this.#random = seededRandom(seed);
    this.#faults = new Map(faults.map((fault) => [fault.stepId, fault]));
  }

  /** All attempts at a step. */
  call(step: NestedStep, place: Place, isGivenNothing = false): Outcome {
    let { startMs } = place;
    for (let attempt = 1; ; attempt++) {
      const outcome = this.#attempt(step, { ...place, startMs }, attempt, isGivenNothing);
      if (attempt > 1)
        this.edges.push({
          from: this.#idOf(step, place, attempt - 1),
          to: outcome.lastId,
          origin: 'explicit',
          kind: 'retry',
        });
      if (outcome.error === undefined || attempt === step.maxAttempts) return outcome;
      startMs = outcome.endMs + backoffMs;
    }
  }

  #idOf = ({ id }: NestedStep, { parentId = '', item }: Place, attempt: number): string =>
    `${parentId}/${id}${item === '' ? '' : `[${item}]`}#${attempt}`;

  #attempt(step: NestedStep, place: Place, attempt: number, isGivenNothing: boolean): Outcome {
    const { startMs, parentId, item, needed } = place;
    const id = this.#idOf(step, place, attempt);
    const fault = this.#faults.get(step.id);
    const execution: Drawn = { id, stepId: step.id, type: step.type, startMs, item, attempt, status: 'completed' };
    if (parentId !== undefined) execution.parentId = parentId;
    this.executions.push(execution);
    for (const from of needed) this.edges.push({ from, to: id, origin: 'explicit', kind: 'needs' });

    const ownMs = this.#time(step.ownMs) * (fault?.kind === 'slow' ? (fault.factor ?? 6) : 1);
    const isByChance = this.#random() < failureShare && attempt < step.maxAttempts;
    const ended = (endMs: number, error?: FailureType): Outcome => {
      execution.endMs = endMs;
      execution.metrics = { outputBytes: fault?.kind === 'gives nothing' ? 2 : Math.round(this.#time(800)) };
      if (error !== undefined) {
        execution.status = 'failed';
        execution.error = { type: error, message: `${step.id}: ${error}` };
        execution.metrics = {};
      }
      return { lastId: id, endMs, error, isEmpty: fault?.kind === 'gives nothing' };
    };
    if (fault?.kind === 'hangs') return ended(startMs + foreverMs);
    if (isGivenNothing && step.calls.length === 0) return ended(startMs + ownMs, 'validation_error');
    if (step.calls.length === 0 && (fault?.kind === 'fails' || isByChance))
      return ended(startMs + ownMs * this.#random(), fault?.error ?? 'external_service_error');

    const inside = this.#callAll(step, id, startMs + ownMs / 2, isGivenNothing);
    if (inside.hung !== undefined) {
      const limitMs = startMs + this.#limitOf(step);
      this.#giveUp(inside.hung, limitMs);
      return ended(limitMs, 'timeout');
    }
    if (inside.error !== undefined) return ended(inside.endMs + 1, 'unknown_error');
    return ended(inside.endMs + ownMs / 2, fault?.kind === 'fails' ? (fault.error ?? 'logic_error') : undefined);
  }

  /** What a step calls, by its way. */
  #callAll(step: NestedStep, id: string, startMs: number, isGivenNothing: boolean) {
    const { calls, way } = step;
    const called = calls.filter(({ isOptional }) => !isOptional || this.#random() < 0.7);
    const result = {
      endMs: startMs,
      error: undefined as FailureType | undefined,
      hung: undefined as string | undefined,
    };
    const take = (one: NestedStep, { endMs, error, lastId }: Outcome): void => {
      result.endMs = Math.max(result.endMs, endMs);
      if (this.#faults.get(one.id)?.kind === 'hangs') result.hung = lastId;
      else if (error !== undefined && !one.isTolerated) result.error ??= error;
    };
    if (way === 'in turn' || way === 'one of') {
      const taken =
        way === 'one of' ? called.slice(0, 1 + Math.floor(this.#random() * called.length)).slice(-1) : called;
      let needed: string[] = [];
      let isEmpty = isGivenNothing;
      for (const one of taken) {
        const outcome = this.call(one, { startMs: result.endMs + 2, parentId: id, item: '', needed }, isEmpty);
        take(one, outcome);
        if (result.error !== undefined || result.hung !== undefined) break;
        needed = [outcome.lastId];
        ({ isEmpty } = outcome);
      }
      return result;
    }
    const items = way === 'for each item' ? 2 + Math.floor(4 * this.#random()) : 1;
    const outcomes: (readonly [NestedStep, Outcome])[] = [];
    for (const one of called)
      for (let item = 0; item < items; item++) {
        const place = { startMs, parentId: id, item: items === 1 ? '' : String(item), needed: [] };
        outcomes.push([one, this.call(one, place, isGivenNothing)]);
      }
    for (const [one, outcome] of outcomes) take(one, outcome);
    this.#cutOff(outcomes, result);
    return result;
  }

  /** What was called beside a failure ends with it, where that is the way of the workflow. */
  #cutOff(
    outcomes: readonly (readonly [NestedStep, Outcome])[],
    result: { endMs: number; error: FailureType | undefined; hung: string | undefined },
  ): void {
    if (result.error === undefined || result.hung !== undefined || !this.#workflow.isFailFast) return;
    const failed = outcomes.filter(([one, { error }]) => error !== undefined && !one.isTolerated);
    const untilMs = Math.min(...failed.map(([, { endMs }]) => endMs));
    for (const [, { lastId, endMs }] of outcomes) if (endMs > untilMs) this.#cancel(lastId, untilMs);
    result.endMs = untilMs;
  }

  /** Ends an execution and all inside of it; what had not begun never was. */
  #cancel(id: string, untilMs: number): void {
    const inside = (one: Drawn): boolean => one.id === id || one.id.startsWith(`${id}/`);
    const unborn = new Set(this.executions.filter((one) => inside(one) && one.startMs >= untilMs).map((one) => one.id));
    for (const one of this.executions) {
      if (!inside(one) || unborn.has(one.id) || (one.endMs ?? Infinity) <= untilMs) continue;
      Object.assign(one, {
        endMs: untilMs,
        status: 'failed',
        error: { type: 'cancelled', message: 'cancelled' },
        metrics: {},
      });
    }
    this.#forget(unborn);
  }

  /** What is left of a call whose caller gave up. */
  #giveUp(id: string, limitMs: number): void {
    const hung = this.executions.find((one) => one.id === id)!;
    const leaves = this.#faults.get(hung.stepId!)?.leaves ?? 'cancelled';
    if (leaves === 'cancelled') this.#cancel(id, limitMs);
    else if (leaves === 'open') {
      delete hung.endMs;
      hung.status = 'running';
      hung.metrics = {};
    } else hung.endMs = limitMs + (limitMs - hung.startMs) * this.#random();
    // What was at work beside it is cut off as well.
    const parent = hung.parentId;
    for (const one of this.executions.slice())
      if (one.parentId === parent && one.id !== id && (one.endMs ?? 0) > limitMs && one.startMs < limitMs)
        this.#cancel(one.id, limitMs);
  }

  #forget(ids: ReadonlySet<string>): void {
    keep(this.executions, ({ id }) => ids.has(id));
    keep(this.edges, ({ from, to }) => ids.has(from) || ids.has(to));
  }

  #time(medianMs: number): number {
    return medianMs * Math.exp(this.#workflow.sigma * normalQuantile(this.#random()));
  }

  /** Twenty times of what is usual for all inside together. */
  #limitOf(step: NestedStep): number {
    let sumMs = 0;
    const pending = [step];
    for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
      sumMs += one.ownMs;
      pending.push(...one.calls);
    }
    return 20 * sumMs + 1000;
  }
}

const keep = <T>(list: T[], isGone: (one: T) => boolean): void => {
  const kept = list.filter((one) => !isGone(one));
  list.splice(0, list.length, ...kept);
};
