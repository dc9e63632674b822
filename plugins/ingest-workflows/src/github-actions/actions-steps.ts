import { msOfInstant } from '@faultline/core';
import type { Edge, StepExecution } from '@faultline/model';
import { fieldsOf, listIn, numberIn, textIn } from '../fields.ts';
import { numbered, type ActionsJob } from './actions-jobs.ts';
import { camelCased } from './actions-records.ts';
import { actionsStatusOf } from './actions-status.ts';

/** The steps of a job, in their order, and what joins them. */
export interface ActionsSteps {
  readonly executions: readonly StepExecution[];
  readonly edges: readonly Edge[];
  readonly dropped: number;
}

/**
 * The steps of a job. A runner does one after the other, so that each that ran needed the one before: edges that the
 * platform guarantees, of origin `framework`.
 */
export function actionsStepsOf(job: ActionsJob, jobStartMs: number): ActionsSteps {
  const records = listIn(job.fields['steps']);
  const steps = records
    .flatMap((record, index) => {
      const fields = camelCased(fieldsOf(record));
      return fields === undefined ? [] : [{ fields, number: numberIn(fields['number']) ?? index + 1 }];
    })
    .toSorted((a, b) => a.number - b.number);

  const executions: StepExecution[] = [];
  const edges: Edge[] = [];
  const seen = new Map<string, number>();
  let lastMs = jobStartMs;
  let before: StepExecution | undefined;
  for (const { fields, number } of steps) {
    const name = textIn(fields['name']) ?? 'unnamed';
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const startedMs = msOfInstant(fields['startedAt']);
    const completedMs = msOfInstant(fields['completedAt']);
    const state = actionsStatusOf(fields['status'], fields['conclusion'], startedMs !== undefined);
    const hasRun = state.status !== 'skipped' && state.status !== 'pending';
    // One that did not run takes no time; when it was passed over is sometimes recorded with an end before its start.
    const startMs = startedMs ?? lastMs;
    const execution: StepExecution = {
      id: `${job.id}/${job.attempt}/${number}${count > 1 ? `/${count}` : ''}`,
      stepId: `${job.stepId} / ${name}`,
      type: 'task',
      item: count > 1 ? numbered(job.item, count) : job.item,
      attempt: job.attempt,
      parentId: executionIdOf(job),
      isAsync: false,
      startMs,
      ...(hasRun && completedMs !== undefined && { endMs: completedMs }),
      ...state,
      metrics: {},
      attributes: { number },
    };
    executions.push(execution);
    if (!hasRun) continue;
    lastMs = completedMs ?? startMs;
    if (before !== undefined) edges.push({ from: before.id, to: execution.id, origin: 'framework', kind: 'needs' });
    before = execution;
  }
  return { executions, edges, dropped: records.length - steps.length };
}

/** The id of a job's execution; a job that is run again gets a new id, but tools that export may keep it. */
export const executionIdOf = ({ id, attempt }: ActionsJob): string => `${id}/${attempt}`;
