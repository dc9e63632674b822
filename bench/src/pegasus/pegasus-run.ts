import type { Edge, Run, Status, StepExecution } from '@faultline/model';
import type { BpEvent } from './bp-line.ts';
import type { StampedeInvocation, StampedeJob, StampedeRecords } from './stampede-records.ts';

/** The number of a job: `_ID000299`, `_PID1_ID5`, `_0_local`, `_1_0`, `_j4`. */
const jobNumber = /(?:_PID\d+)?_(?:ID|j)?\d+(?:_\d+)*(?:_local)?$/;

/**
 * The run of a workflow of Pegasus: jobs on the clock of the host that submits them, and inside them invocations on the
 * clocks of the hosts that ran them. `undefined`: no job was submitted.
 */
export function pegasusRunOf(workflow: StampedeRecords): Run | undefined {
  const { plan, started, ended } = workflow;
  const submitClock = plan?.get('submit.hostname') ?? 'submit';
  const jobs = [...workflow.jobs.values()].filter(({ events }) => startOf(events) !== undefined).toSorted(byInstance);
  if (jobs.length === 0) return undefined;
  const steps = stepsOf(jobs);
  const attempts = new Map<string, string[]>();
  const tasks = new Map<string, string[]>();
  const executions: StepExecution[] = [];
  for (const job of jobs) {
    const earlier = attempts.get(job.jobId) ?? [];
    const execution = jobExecution(job, steps.get(job.jobId), earlier.length + 1, submitClock);
    earlier.push(execution.id);
    attempts.set(job.jobId, earlier);
    executions.push(execution);
    for (const invocation of job.invocations) {
      const inside = invocationExecution(job, invocation, execution, submitClock);
      if (inside === undefined) continue;
      executions.push(inside);
      const taskId = invocation.end.get('task.id');
      if (taskId === undefined) continue;
      const ofTask = tasks.get(taskId) ?? [];
      ofTask.push(inside.id);
      tasks.set(taskId, ofTask);
    }
  }

  const startMs = timeMsOf(started) ?? executions.reduce((first, { startMs: from }) => Math.min(first, from), Infinity);
  const endMs = timeMsOf(ended);
  return {
    schemaVersion: 1,
    id: workflow.id,
    workflowId: plan?.get('dax.label') ?? plan?.get('dag.file.name') ?? 'workflow',
    context: { submitHost: submitClock, planner: plan?.get('planner.version') ?? 'unknown' },
    status: endMs === undefined ? 'running' : ended?.get('status') === '0' ? 'completed' : 'failed',
    startMs,
    ...(endMs !== undefined && { endMs }),
    metrics: { events: workflow.events, eventsPassedOver: workflow.passedOver },
    executions,
    edges: [...edgesBetween(workflow.jobEdges, attempts), ...edgesBetween(workflow.taskEdges, tasks)],
    notes: [],
  };
}

const byInstance = (a: StampedeJob, b: StampedeJob): number => Number(a.instance) - Number(b.instance);

interface Step {
  readonly stepId: string;
  readonly item: string;
}

/** Jobs of one name are items of one step. */
function stepsOf(jobs: readonly StampedeJob[]): ReadonlyMap<string, Step> {
  const ids = [...new Set(jobs.map(({ jobId }) => jobId))];
  const steps = new Map<string, Step>();
  for (const [stepId, same] of Map.groupBy(ids, (id) => id.replace(jobNumber, '')))
    for (const id of same) steps.set(id, { stepId, item: same.length > 1 ? id.slice(stepId.length + 1) : '' });
  return steps;
}

/** A job lasts until its post script has ended: only then may others start. */
function jobExecution(job: StampedeJob, step: Step | undefined, attempt: number, clock: string): StepExecution {
  const { jobId, instance, events } = job;
  const submittedMs = timeMsOf(events.get('submit.start'));
  const beganMs = timeMsOf(events.get('main.start'));
  const endMs = timeMsOf(events.get('post.end') ?? events.get('main.end') ?? events.get('main.term'));
  const outcome = events.get('post.end') ?? events.get('main.end');
  const status: Status =
    endMs === undefined ? (beganMs === undefined ? 'pending' : 'running') : isFailed(outcome) ? 'failed' : 'completed';
  const site = events.get('main.end')?.get('site');
  return {
    id: `${jobId}#${instance}`,
    stepId: step?.stepId ?? jobId,
    type: 'task',
    item: step?.item ?? '',
    attempt,
    isAsync: false,
    ...(submittedMs !== undefined && beganMs !== undefined && { queuedMs: submittedMs }),
    // One of them is there.
    startMs: startOf(events) ?? 0,
    ...(endMs !== undefined && { endMs }),
    status,
    ...(status === 'failed' && { error: failureOf(outcome) }),
    clock,
    metrics: {},
    ...(site !== undefined && { attributes: { site } }),
  };
}

/** Start and duration are of the host that ran it; the times of the events only tell when they were read. */
function invocationExecution(
  job: StampedeJob,
  { id, end, host }: StampedeInvocation,
  parent: StepExecution,
  submitClock: string,
): StepExecution | undefined {
  const startS = Number(end.get('start_time'));
  const durationS = Number(end.get('dur'));
  if (!(startS > 0) || !(durationS >= 0)) return undefined;
  const cpuS = Number(end.get('remote_cpu_time'));
  const taskId = end.get('task.id');
  const site = host?.get('site');
  return {
    id: `${parent.id}/${id}`,
    stepId: end.get('transformation') ?? 'invocation',
    type: 'task',
    item: taskId ?? (Number(id) < 0 ? job.jobId : `${job.jobId}/${id}`),
    attempt: parent.attempt,
    parentId: parent.id,
    isAsync: false,
    startMs: startS * 1000,
    endMs: (startS + durationS) * 1000,
    status: isFailed(end) ? 'failed' : 'completed',
    ...(isFailed(end) && { error: failureOf(end) }),
    clock: clockOf(host?.get('hostname'), submitClock),
    metrics: { ...(cpuS >= 0 && { cpuMs: cpuS * 1000 }) },
    ...(site !== undefined && { attributes: { site } }),
  };
}

/**
 * What measured itself on a host (kickstart) is a clock apart from what was written down there by others: of one host they
 * can differ by the time zone.
 */
const clockOf = (host: string | undefined, submitClock: string): string =>
  host === undefined ? submitClock : `${host}/kickstart`;

/** From the last attempt of the one to the first of the other. What never ran has no edges. */
function* edgesBetween(
  pairs: readonly (readonly [parent: string, child: string])[],
  attempts: ReadonlyMap<string, readonly string[]>,
): Generator<Edge> {
  for (const [parent, child] of pairs) {
    const from = attempts.get(parent)?.at(-1);
    const to = attempts.get(child)?.[0];
    if (from !== undefined && to !== undefined) yield { from, to, origin: 'declared', kind: 'needs' };
  }
}

const startOf = (events: ReadonlyMap<string, BpEvent>): number | undefined =>
  timeMsOf(events.get('main.start') ?? events.get('submit.start'));

const isFailed = (event: BpEvent | undefined): boolean =>
  (event?.get('exitcode') ?? event?.get('status') ?? '0') !== '0';

const failureOf = (event: BpEvent | undefined) => ({
  type: 'unknown_error',
  message: `Exit code ${event?.get('exitcode') ?? 'not known'}.`,
});

function timeMsOf(event: BpEvent | undefined): number | undefined {
  const ms = Date.parse(event?.get('ts') ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
