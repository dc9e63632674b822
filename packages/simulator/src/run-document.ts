import { quoted } from '@faultline/core';
import type { Edge, Json, Run, RunInput, StepExecution } from '@faultline/model';
import { ATTEMPT, OUTCOME } from './outcomes.ts';
import { NS_PER_MS, type Plan, type PlannedNeed } from './plan.ts';
import type { ActiveRun } from './pooled-schedule.ts';
import type { RandomStream } from './random-stream.ts';
import { refuseUnlessFigure } from './refuse-figure.ts';

/** What is known of a run beyond its steps. */
export interface RunDescription extends Partial<Pick<RunInput, 'id' | 'subjectId' | 'context' | 'metrics'>> {
  /** What steps are handed that need no others. */
  readonly input?: Readonly<Record<string, Json>>;
}

type Payload = Readonly<Record<string, Json>>;

/** Random numbers from here on are for metrics. */
const firstMetricPurpose = 16;

/** Writes down what happened in a run, as telemetry would have. Times are in milliseconds from `originMs`. O(V + E). */
export function runDocument(
  plan: Plan,
  run: ActiveRun,
  random: RandomStream,
  originMs: number,
  id: string,
  { input: given = {}, ...description }: RunDescription,
): Run {
  const writer = new RunWriter(plan, run, random, originMs, id, given);
  const executions = plan.steps.flatMap((_, step) => writer.executionsOf(step));
  const isOpen = run.unsettled > 0;
  const { startNs, untilNs } = run.timeline;
  const outcome = run.outcomes.isFailure ? 'failed' : 'completed';
  return {
    schemaVersion: 1,
    id,
    workflowId: plan.definition.id,
    ...(description.subjectId !== undefined && { subjectId: description.subjectId }),
    context: description.context ?? {},
    status: isOpen ? 'running' : outcome,
    startMs: originMs + startNs / NS_PER_MS,
    ...(!isOpen && { endMs: originMs + untilNs / NS_PER_MS }),
    metrics: description.metrics ?? {},
    executions,
    edges: writer.edges(),
    notes: [],
  };
}

class RunWriter {
  readonly #plan: Plan;
  readonly #run: ActiveRun;
  readonly #random: RandomStream;
  readonly #originMs: number;
  readonly #id: string;
  readonly #given: Payload;
  /** By step. */
  readonly #inputs: (Payload | undefined)[] = [];
  readonly #outputs: (Payload | undefined)[] = [];

  constructor(plan: Plan, run: ActiveRun, random: RandomStream, originMs: number, id: string, given: Payload) {
    this.#plan = plan;
    this.#run = run;
    this.#random = random;
    this.#originMs = originMs;
    this.#id = id;
    this.#given = given;
    for (const step of plan.order) this.#handOver(step);
  }

  /** The attempts at a step that were at least asked for; one execution for a step that was skipped. */
  executionsOf(step: number): StepExecution[] {
    const { outcomes, timeline } = this.#run;
    if (outcomes.outcome[step] === OUTCOME.skipped && timeline.settledNs[step] < Infinity) return [this.#skipped(step)];
    const executions: StepExecution[] = [];
    for (let attempt = 1; attempt <= outcomes.attempts[step]; attempt++) {
      const row = outcomes.firstAttempt[step] + attempt - 1;
      if (timeline.readyNs[row] === Infinity) break;
      executions.push(this.#attempt(step, attempt, row));
    }
    return executions;
  }

  /** From the last attempt of each step to the first of those that waited for it. */
  edges(): Edge[] {
    const { outcomes, timeline } = this.#run;
    return this.#waitedFor().flatMap(({ from, to }): Edge[] => {
      if (outcomes.attempts[from] === 0 || outcomes.attempts[to] === 0) return [];
      if (timeline.readyNs[outcomes.firstAttempt[to]] === Infinity) return [];
      return [
        { from: this.#idOf(from, outcomes.attempts[from]), to: this.#idOf(to, 1), origin: 'declared', kind: 'needs' },
      ];
    });
  }

  #handOver(step: number): void {
    const { behaviour } = this.#plan.steps[step];
    const { outcomes, effects } = this.#run;
    const needs = this.#needsOf(step);
    const handed = needs.flatMap(({ from, dependency }) => {
      const output = this.#outputs[from] ?? {};
      return dependency.dataFlow.filter((key) => Object.hasOwn(output, key)).map((key) => [key, output[key]] as const);
    });
    const input = needs.length === 0 ? this.#given : Object.fromEntries(handed);
    this.#inputs[step] = input;
    if (outcomes.outcome[step] !== OUTCOME.completed) return;
    this.#outputs[step] = effects?.hasOutput[step] === 0 ? {} : behaviour.output(input);
  }

  #attempt(step: number, attempt: number, row: number): StepExecution {
    const { outcomes, timeline } = this.#run;
    const [readyNs, beginNs, endNs] = [timeline.readyNs[row], timeline.beginNs[row], timeline.endNs[row]];
    const common = { ...this.#common(step, attempt), input: this.#inputs[step] ?? {} };
    if (beginNs === Infinity) return { ...common, ...this.#at(step, readyNs), status: 'pending', metrics: {} };
    const times = {
      ...(readyNs < beginNs && { queuedMs: this.#at(step, readyNs).startMs }),
      ...this.#at(step, beginNs),
      endMs: this.#at(step, endNs).startMs,
    };
    const metrics = this.#metrics(step, attempt);
    const result = outcomes.result[row];
    if (result === ATTEMPT.completed)
      return { ...common, ...times, status: 'completed', output: this.#outputs[step] ?? {}, metrics };
    return { ...common, ...times, status: 'failed', error: this.#error(step, row), metrics };
  }

  #error(step: number, row: number): NonNullable<StepExecution['error']> {
    const { outcomes, effects } = this.#run;
    if (outcomes.result[row] === ATTEMPT.timedOut)
      return { type: 'timeout', message: `No answer within ${outcomes.durationNs[row] / NS_PER_MS} ms.` };
    const type = effects?.failureType[step] ?? this.#plan.steps[step].behaviour.failureType;
    return { type, message: 'The attempt failed.' };
  }

  #skipped(step: number): StepExecution {
    return {
      ...this.#common(step, 1),
      ...this.#at(step, this.#run.timeline.settledNs[step]),
      status: 'skipped',
      metrics: {},
    };
  }

  #common(step: number, attempt: number) {
    const { step: definition, behaviour } = this.#plan.steps[step];
    const needs = this.#needsOf(step);
    const on = (isWanted: (outcome: number) => boolean): string[] =>
      needs.filter(({ from }) => isWanted(this.#run.outcomes.outcome[from])).map(({ dependency }) => dependency.on);
    return {
      id: this.#idOf(step, attempt),
      stepId: definition.id,
      type: definition.type,
      item: '',
      attempt,
      isAsync: false,
      ...(behaviour.clock !== undefined && { clock: behaviour.clock }),
      dependenciesResolved: on((outcome) => outcome === OUTCOME.completed),
      dependenciesFailed: on((outcome) => outcome === OUTCOME.failed || outcome === OUTCOME.skipped),
    };
  }

  #metrics(step: number, attempt: number): Readonly<Record<string, number>> {
    const { key, behaviour, step: measured } = this.#plan.steps[step];
    let purpose = firstMetricPurpose;
    const metrics = behaviour.metrics(() => this.#random.at(this.#run.outcomes.run, key, attempt, purpose++));
    for (const [name, figure] of Object.entries(metrics))
      refuseUnlessFigure(
        figure,
        `Step ${quoted(measured.id)} cannot have measured ${quoted(name)} to be`,
        'Check what "behaviourOf" gives as "metrics".',
      );
    return metrics;
  }

  /** As the clock of the step records it. */
  #at(step: number, ns: number): { startMs: number } {
    const { clock } = this.#plan.steps[step].behaviour;
    const offsetNs = clock === undefined ? 0 : (this.#run.effects?.offsetNs.get(clock) ?? 0);
    return { startMs: this.#originMs + (ns + offsetNs) / NS_PER_MS };
  }

  #needsOf(step: number): PlannedNeed[] {
    const { needs, needsOf } = this.#plan;
    const places = [...needsOf.targets.subarray(needsOf.offsets[step], needsOf.offsets[step + 1])];
    return places.filter((need) => this.#run.effects?.isWaitedFor[need] !== 0).map((need) => needs[need]);
  }

  #waitedFor(): PlannedNeed[] {
    return this.#plan.needs.filter((_, need) => this.#run.effects?.isWaitedFor[need] !== 0);
  }

  #idOf(step: number, attempt: number): string {
    return `${this.#id}/${this.#plan.steps[step].step.id}#${attempt}`;
  }
}
