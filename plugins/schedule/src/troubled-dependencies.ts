import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { handovers, outcomeOf } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';

/** A dependency that was not there when a step ran, or that kept it from running. */
export const troubledDependencySchema = z.strictObject({
  stepId: z.string().describe('The step that needs.'),
  on: z.string().describe('What it needs.'),
  trouble: z.enum(['failed', 'skipped', 'never ran', 'still open', 'recorded as failed', 'not resolved']),
  executions: z.int().describe('Executions of the step that ran all the same. 0: it did not run.'),
});

type TroubledDependency = z.infer<typeof troubledDependencySchema>;

/** Declared, recorded and reported dependencies that failed or were never resolved. O(V + E). */
export function troubledDependencies(run: RunView): TroubledDependency[] {
  const troubled = new Map<string, TroubledDependency>();
  const add = (stepId: string, on: string, trouble: TroubledDependency['trouble'], executions: number): void => {
    const key = JSON.stringify([stepId, on]);
    const known = troubled.get(key);
    if (known === undefined) troubled.set(key, { stepId, on, trouble, executions });
    else if (known.trouble === trouble) known.executions += executions;
  };
  for (const { step, dependency, from, to } of handovers(run)) {
    const trouble = troubleOf(run, dependency.on, from);
    if (trouble !== undefined) add(step.id, dependency.on, trouble, begun(to));
    else {
      const unresolved = begun(to.filter((execution) => isUnresolved(execution, dependency.on)));
      if (unresolved > 0) add(step.id, dependency.on, 'not resolved', unresolved);
    }
  }
  for (const [row, { origin, kind }] of run.dependencies.entries()) {
    if (origin === 'declared' || kind === 'retry') continue;
    const [from, to] = [run.executions[run.edges.from[row]!]!, run.executions[run.edges.to[row]!]!];
    const isRetried = from.status === 'failed' && outcomeOf(run, from.stepId) === 'completed';
    if (from.status === 'failed' && !isRetried) add(to.stepId, from.stepId, 'failed', begun([to]));
  }
  for (const { stepId, dependenciesFailed = [] } of run.executions)
    for (const on of dependenciesFailed)
      if (!troubled.has(JSON.stringify([stepId, on]))) add(stepId, on, 'recorded as failed', 1);
  return [...troubled.values()];
}

/** Whether the engine wrote down what was resolved, and left it out. */
const isUnresolved = ({ dependenciesResolved, dependenciesFailed = [] }: StepExecution, on: string): boolean =>
  dependenciesResolved !== undefined && !dependenciesResolved.includes(on) && !dependenciesFailed.includes(on);

/** How many of them began. */
const begun = (executions: RunView['executions']): number =>
  executions.filter(({ status }) => status !== 'skipped' && status !== 'pending').length;

function troubleOf(
  run: RunView,
  on: string,
  from: RunView['executions'],
): 'failed' | 'skipped' | 'never ran' | 'still open' | undefined {
  if (from.length === 0) return 'never ran';
  const statuses = new Set(from.map(({ status }) => status));
  if (statuses.has('failed')) return 'failed';
  if (outcomeOf(run, on) === 'skipped') return 'skipped';
  return statuses.has('running') || statuses.has('pending') || statuses.has('retrying') ? 'still open' : undefined;
}
