import type { BpEvent } from './bp-line.ts';

/** One invocation of a program inside a job. */
export interface StampedeInvocation {
  readonly id: string;
  readonly end: BpEvent;
  /** Where it ran, if the job's log tells. */
  host: BpEvent | undefined;
}

/** One attempt at a job. */
export interface StampedeJob {
  readonly jobId: string;
  readonly instance: string;
  /** Events by their name after `job_inst.`; of several the last. */
  readonly events: Map<string, BpEvent>;
  readonly invocations: StampedeInvocation[];
}

/** What a log says of one workflow. */
export interface StampedeRecords {
  readonly id: string;
  plan: BpEvent | undefined;
  started: BpEvent | undefined;
  ended: BpEvent | undefined;
  readonly jobs: Map<string, StampedeJob>;
  readonly jobEdges: (readonly [parent: string, child: string])[];
  readonly taskEdges: (readonly [parent: string, child: string])[];
  /** Events, and those among them that have nothing to say about a run. */
  events: number;
  passedOver: number;
}

/** Sorts events by the workflow, the job and the attempt that they are of. */
export class StampedeLog {
  readonly workflows = new Map<string, StampedeRecords>();

  take(event: BpEvent): void {
    const id = event.get('xwf.id');
    const name = event.get('event')?.replace(/^stampede\./, '') ?? '';
    // The frame around the plan is of no workflow.
    if (id === undefined) return;
    const workflow = this.#workflow(id);
    workflow.events++;
    if (!tookPlan(workflow, name, event) && !tookJob(workflow, name, event)) workflow.passedOver++;
  }

  #workflow(id: string): StampedeRecords {
    const known = this.workflows.get(id);
    if (known !== undefined) return known;
    const workflow: StampedeRecords = {
      id,
      plan: undefined,
      started: undefined,
      ended: undefined,
      jobs: new Map(),
      jobEdges: [],
      taskEdges: [],
      events: 0,
      passedOver: 0,
    };
    this.workflows.set(id, workflow);
    return workflow;
  }
}

function tookPlan(workflow: StampedeRecords, name: string, event: BpEvent): boolean {
  const text = (key: string): string => event.get(key) ?? '';
  switch (name) {
    case 'wf.plan':
      workflow.plan = event;
      return true;
    case 'xwf.start':
      workflow.started ??= event;
      return true;
    case 'xwf.end':
      workflow.ended = event;
      return true;
    case 'job.edge':
      workflow.jobEdges.push([text('parent.job.id'), text('child.job.id')]);
      return true;
    case 'task.edge':
      workflow.taskEdges.push([text('parent.task.id'), text('child.task.id')]);
      return true;
    default:
      return false;
  }
}

function tookJob(workflow: StampedeRecords, name: string, event: BpEvent): boolean {
  const jobId = event.get('job.id');
  const instance = event.get('job_inst.id');
  if (jobId === undefined || instance === undefined) return false;
  const key = JSON.stringify([jobId, instance]);
  const job: StampedeJob = workflow.jobs.get(key) ?? { jobId, instance, events: new Map(), invocations: [] };
  workflow.jobs.set(key, job);
  if (name === 'inv.end') job.invocations.push({ id: event.get('inv.id') ?? '', end: event, host: undefined });
  else if (name === 'job_inst.host.info') {
    // It follows the invocation that it is of.
    const last = job.invocations.at(-1);
    if (last !== undefined) last.host = event;
  } else if (name.startsWith('job_inst.')) job.events.set(name.slice('job_inst.'.length), event);
  // The end of an invocation repeats what its start says.
  else return name === 'inv.start';
  return true;
}
