import { setTimeout } from 'node:timers/promises';
import type { Run, StepExecution, WorkflowDefinition } from '@faultline/model';
import { defineWorkflow } from '@faultline/core';
import { mostAttempts } from './change.ts';
import type { Plan, PlannedStep } from './plan.ts';

/** A run, and by how much its latest timer was late: much where the machine was busy with something else. */
export interface Executed {
  readonly run: Run;
  readonly lateMs: number;
}

/** Executes a plan for real: steps are timers, on a pool of workers that serves who comes first. Times are as measured. */
export async function executed(plan: Plan, id: string, random: () => number): Promise<Executed> {
  const pool = new WorkerPool(plan.workers);
  let lateMs = 0;
  const executions: StepExecution[] = [];
  const ended = new Map<string, Promise<void>>();
  const startMs = performance.now();
  // What is random is drawn in order of steps: it does not depend on which is done first.
  for (const step of plan.steps) {
    const attempts = attemptsOf(step, random);
    // Dependencies come first in the list.
    const needed = step.needs.flatMap((need) => ended.get(need) ?? []);
    ended.set(
      step.id,
      Promise.all(needed).then(async () => {
        for (const [at, durationMs] of attempts.entries()) {
          if (at > 0 && step.backoffMs > 0) await setTimeout(step.backoffMs);
          const isLast = at === attempts.length - 1;
          const done = await execution(step, at + 1, durationMs, isLast ? 'completed' : 'failed', pool);
          executions.push(done);
          lateMs = Math.max(lateMs, Number(done.endMs) - done.startMs - durationMs);
        }
      }),
    );
  }
  await Promise.all(ended.values());
  const endMs = executions.reduce((latest, one) => Math.max(latest, one.endMs ?? 0), startMs);
  const run: Run = {
    schemaVersion: 1,
    id,
    workflowId: plan.id,
    context: {},
    status: 'completed',
    startMs,
    endMs,
    metrics: {},
    executions,
    edges: [],
    notes: [],
  };
  return { run, lateMs };
}

/** What an execution of the plan should look like. */
export function definitionOf({ id, steps }: Plan): WorkflowDefinition {
  return defineWorkflow({
    id,
    steps: Object.fromEntries(
      steps.map((step) => [step.id, { needs: [...step.needs], resources: { workers: step.workers } }]),
    ),
  });
}

/** How long each attempt takes, by what is known before: the last one completes. */
function attemptsOf(
  { meanMs, fixedMs, factor, failureRate, cache }: PlannedStep,
  random: () => number,
): readonly number[] {
  const isHit = random() < (cache?.hitRate ?? 0);
  const attempts: number[] = [];
  let isFailing = true;
  while (isFailing) {
    // Between 0.7 and 1.3 of the mean, most near it.
    const durationMs = fixedMs ?? meanMs * (0.7 + 0.3 * (random() + random())) * factor;
    attempts.push(durationMs);
    isFailing = random() < failureRate && attempts.length < mostAttempts;
  }
  return isHit && cache !== undefined ? [cache.hitCostMs] : attempts;
}

async function execution(
  step: PlannedStep,
  attempt: number,
  durationMs: number,
  status: 'completed' | 'failed',
  pool: WorkerPool,
): Promise<StepExecution> {
  const queuedMs = performance.now();
  await pool.take(step.workers);
  const startMs = performance.now();
  await setTimeout(durationMs);
  const endMs = performance.now();
  pool.giveBack(step.workers);
  return {
    id: `${step.id}#${attempt}`,
    stepId: step.id,
    type: 'task',
    item: '',
    attempt,
    isAsync: false,
    queuedMs,
    startMs,
    endMs,
    status,
    metrics: {},
  };
}

/** So many workers at once; who asks first is served first. */
class WorkerPool {
  #free: number;
  readonly #waiting: { readonly workers: number; readonly start: () => void }[] = [];

  constructor(workers: number) {
    this.#free = workers;
  }

  take(workers: number): Promise<void> {
    return new Promise((start) => {
      this.#waiting.push({ workers, start });
      this.#serve();
    });
  }

  giveBack(workers: number): void {
    this.#free += workers;
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.workers <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.workers;
      next.start();
    }
  }
}
