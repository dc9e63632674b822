import { msOfInstant } from '@faultline/core';
import type { Edge, Run, Status, StepExecution } from '@faultline/model';
import { numberIn, textIn, type Fields } from '../fields.ts';
import { noted } from '../noted.ts';
import { actionsJobsOf, type ActionsJob } from './actions-jobs.ts';
import { actionsNotes, type ActionsNoteId } from './actions-notes.ts';
import type { ActionsRecords } from './actions-records.ts';
import { actionsStatusOf } from './actions-status.ts';
import { actionsStepsOf, executionIdOf } from './actions-steps.ts';

/**
 * A run of GitHub Actions: jobs, and their steps as children. The API does not tell what a job needed, so between jobs
 * only order in time is known. `undefined`: nothing of it can be placed in time.
 */
export function actionsRunOf({ runId, runs, jobs: records }: ActionsRecords): Run | undefined {
  // The last attempt tells how it ended.
  const outcome = runs.toSorted(byAttempt).at(-1);
  const { jobs, merged, dropped } = actionsJobsOf(records);
  const executions: StepExecution[] = [];
  const edges: Edge[] = [];
  let droppedSteps = 0;
  for (const job of jobs) {
    const execution = executionOf(job);
    const steps = actionsStepsOf(job, execution.startMs);
    executions.push(execution);
    for (const step of steps.executions) executions.push(step);
    for (const edge of steps.edges) edges.push(edge);
    droppedSteps += steps.dropped;
  }

  const startMs = least([
    ...runs.flatMap(beginningsOf),
    ...jobs.flatMap(({ createdMs, startedMs }) => [createdMs, startedMs]),
  ]);
  if (startMs === undefined) return undefined;
  const status = statusOf(outcome, jobs, executions);
  const lastMs = executions.reduce((last, { startMs: from, endMs = from }) => Math.max(last, endMs), startMs);
  const endMs = executions.length > 0 ? lastMs : (msOfInstant(outcome?.['updatedAt']) ?? startMs);
  const of = records.length;
  const found = counted([
    ['ingest/no-jobs', records.length === 0 ? 1 : 0, {}],
    ['ingest/whole-seconds', executions.length > 0 && executions.every(isWhole) ? 1 : 0, {}],
    ['ingest/merged-jobs', merged, { jobs: merged, of }],
    [
      'ingest/unknown-queue',
      jobs.filter(isCreatedLate).length,
      { jobs: jobs.filter(isCreatedLate).length, of: jobs.length },
    ],
    ['ingest/dropped-jobs', dropped, { jobs: dropped, of }],
    ['ingest/dropped-steps', droppedSteps, { steps: droppedSteps, of: executions.length - jobs.length + droppedSteps }],
  ]);
  return {
    schemaVersion: 1,
    id: runId,
    workflowId: workflowIdOf(outcome, jobs),
    context: contextOf(outcome, jobs),
    status,
    startMs,
    ...(status !== 'running' && status !== 'pending' && { endMs }),
    metrics: {},
    executions,
    edges,
    notes: noted(actionsNotes, found),
  };
}

function executionOf(job: ActionsJob): StepExecution {
  const { createdMs, startedMs, completedMs, fields } = job;
  const state = actionsStatusOf(fields['status'], fields['conclusion'], hasBegun(job));
  const hasRun = state.status !== 'skipped' && state.status !== 'pending';
  const runner = textIn(fields['runnerName']);
  const labels = Array.isArray(fields['labels']) ? fields['labels'].filter((label) => typeof label === 'string') : [];
  const attributes = {
    ...(runner !== undefined && { runner }),
    ...(labels.length > 0 && { labels }),
  };
  return {
    id: executionIdOf(job),
    stepId: job.stepId,
    type: 'task',
    item: job.item,
    attempt: job.attempt,
    isAsync: false,
    ...(hasRun &&
      createdMs !== undefined &&
      startedMs !== undefined &&
      createdMs <= startedMs && { queuedMs: createdMs }),
    // One of them is there, or the job would have been left out.
    startMs: (startedMs ?? createdMs)!,
    ...(hasRun && completedMs !== undefined && { endMs: completedMs }),
    ...state,
    metrics: {},
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}

/** A job that was cancelled in the queue has a start all the same, but neither a runner nor steps. */
const hasBegun = ({ startedMs, fields }: ActionsJob): boolean =>
  startedMs !== undefined && (!('runnerId' in fields) || Boolean(fields['runnerId']) || Boolean(fields['runnerName']));

const isCreatedLate = ({ createdMs, startedMs }: ActionsJob): boolean =>
  createdMs !== undefined && startedMs !== undefined && createdMs > startedMs;

const isWhole = ({ startMs, endMs = startMs }: StepExecution): boolean => startMs % 1000 === 0 && endMs % 1000 === 0;

const byAttempt = (a: Fields, b: Fields): number =>
  attemptOf(a) - attemptOf(b) || (msOfInstant(a['updatedAt']) ?? 0) - (msOfInstant(b['updatedAt']) ?? 0);

const attemptOf = (run: Fields): number => numberIn(run['runAttempt'] ?? run['attempt']) ?? 1;

/** A later attempt starts later than the run was created; what it repeats may not be in the input. */
const beginningsOf = (run: Fields): readonly (number | undefined)[] => {
  const startedMs = msOfInstant(run['runStartedAt'] ?? run['startedAt']);
  return [startedMs ?? msOfInstant(run['createdAt'])];
};

function least(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : known.reduce((first, time) => Math.min(first, time));
}

/** What GitHub concluded of the run; where it is not in the input, the worst of the last attempts of its jobs. */
function statusOf(
  outcome: Fields | undefined,
  jobs: readonly ActionsJob[],
  executions: readonly StepExecution[],
): Status {
  if (outcome !== undefined) return actionsStatusOf(outcome['status'], outcome['conclusion'], true).status;
  const ids = new Set(jobs.map(executionIdOf));
  const last = new Map<string, StepExecution>();
  for (const execution of executions)
    if (ids.has(execution.id)) last.set(JSON.stringify([execution.stepId, execution.item]), execution);
  const statuses = new Set([...last.values()].map(({ status }) => status));
  if (statuses.has('running') || statuses.has('pending'))
    return statuses.size === 1 && statuses.has('pending') ? 'pending' : 'running';
  if (statuses.has('failed')) return 'failed';
  return statuses.has('completed') ? 'completed' : 'skipped';
}

/** A run may have a title of its own in the place of the name; jobs name the workflow. */
function workflowIdOf(outcome: Fields | undefined, jobs: readonly ActionsJob[]): string {
  return (
    jobs.map(({ fields }) => textIn(fields['workflowName'])).find((name) => name !== undefined) ??
    textIn(outcome?.['workflowName']) ??
    textIn(outcome?.['name']) ??
    textIn(outcome?.['path']) ??
    'workflow'
  );
}

function contextOf(outcome: Fields | undefined, jobs: readonly ActionsJob[]): Run['context'] {
  const first = outcome ?? jobs[0]?.fields ?? {};
  const repository = /github\.com\/(?:repos\/)?([^/]+\/[^/]+)\/actions/.exec(
    textIn(first['htmlUrl'] ?? first['url']) ?? '',
  )?.[1];
  const circumstances: readonly (readonly [string, string | number | undefined])[] = [
    ['repository', repository],
    ['branch', textIn(first['headBranch'])],
    ['event', textIn(first['event'])],
    ['release', textIn(first['headSha'])],
    ['runNumber', numberIn(first['runNumber'] ?? first['number'])],
  ];
  return Object.fromEntries(circumstances.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

type Counted = readonly [ActionsNoteId, count: number, data: Readonly<Record<string, string | number>>];

const counted = (notes: readonly Counted[]): ReadonlyMap<ActionsNoteId, Readonly<Record<string, string | number>>> =>
  new Map(notes.flatMap(([id, count, data]) => (count > 0 ? [[id, data] as const] : [])));
