import { formatQuantity, msOfInstant } from '@faultline/core';
import type { Edge, Run, StepExecution } from '@faultline/model';
import { textIn, type Fields } from '../fields.ts';
import { noted, type Found } from '../noted.ts';
import { derivedSchedule } from './derived-schedule.ts';
import { wfDefinitionOf } from './wf-definition.ts';
import { wfEdgesOf } from './wf-edges.ts';
import type { WfInstance, WfTask } from './wf-instance.ts';
import { measurementsOf, runtimeMsOf } from './wf-measurements.ts';
import { wfNotes, type WfNoteId } from './wf-notes.ts';
import { wfItemOf, wfStepIdOf } from './wf-step-id.ts';

/** One execution that is to be, before it has times. */
interface Draft {
  readonly task: WfTask;
  readonly record: Fields | undefined;
  readonly runtimeMs: number | undefined;
}

/**
 * The run that an instance tells of, with derived times. `onTooDeep` is called for a value that is nested too deep, with
 * the id of its task.
 */
export function wfRunOf(instance: WfInstance, onTooDeep: (taskId: string) => never): Run {
  const { tasks } = instance;
  const { edges, oneSided } = wfEdgesOf(tasks);
  // A task without a record did not run.
  const drafts = tasks.flatMap((task): Draft[] => {
    const records = task.records.length === 0 ? [undefined] : task.records;
    return records.map((record) => ({ task, record, runtimeMs: runtimeMsOf(record) }));
  });
  const schedule = derivedSchedule(runtimesOf(tasks, drafts), columnsOf(tasks, edges));
  const { startMs, startsAt } = startOf(instance);
  const stepIds = new Map(tasks.map((task) => [task.id, wfStepIdOf(task)]));
  const sizes = new Map<string, number>();
  for (const stepId of stepIds.values()) sizes.set(stepId, (sizes.get(stepId) ?? 0) + 1);

  const taskIndex = new Map(tasks.map(({ id }, index) => [id, index]));
  const executions = drafts.map(({ task, record, runtimeMs = 0 }): StepExecution => {
    const measurements = measurementsOf(task.specified, record) ?? onTooDeep(task.id);
    const stepId = stepIds.get(task.id) ?? task.id;
    // Every draft is of one of the tasks.
    const beginsMs = startMs + schedule.startMs[taskIndex.get(task.id)!]!;
    return {
      id: task.id,
      stepId,
      type: 'task',
      item: (sizes.get(stepId) ?? 0) > 1 ? wfItemOf(task.id, stepId) : '',
      attempt: 1,
      isAsync: false,
      startMs: beginsMs,
      ...(record !== undefined && { endMs: beginsMs + runtimeMs }),
      status: record === undefined ? 'pending' : 'completed',
      ...measurements,
    };
  });
  const workflowId = wfWorkflowIdOf(instance.name);
  return {
    schemaVersion: 1,
    id:
      instance.runName ??
      [instance.name, ...(instance.executedAt === undefined ? [] : [instance.executedAt])].join('@'),
    workflowId,
    context: contextOf(instance),
    status: 'completed',
    startMs,
    endMs: startMs + schedule.lengthMs,
    metrics: { ...(instance.makespanMs !== undefined && { makespanMs: instance.makespanMs }) },
    executions,
    edges,
    definition: wfDefinitionOf(workflowId, tasks, stepIds, edges),
    notes: noted(wfNotes, foundIn(instance, drafts, schedule, startsAt, oneSided, edges.length)),
  };
}

/** The workflow that an instance is of: its name without the stamp of the run. `Cycles-20200413T165415Z-0` is `Cycles`. */
function wfWorkflowIdOf(name: string): string {
  const stable = name
    .replace(/\.json$/, '')
    .replace(/-\d{8}T\d{6}Z.*$/, '')
    .replace(/-\d+$/, '');
  return stable === '' ? name : stable;
}

/** A task that was recorded several times takes as long as the longest. */
function runtimesOf(tasks: readonly WfTask[], drafts: readonly Draft[]): Float64Array {
  const longest = new Map<WfTask, number>();
  for (const { task, runtimeMs = 0 } of drafts) longest.set(task, Math.max(longest.get(task) ?? 0, runtimeMs));
  return Float64Array.from(tasks, (task) => longest.get(task) ?? 0);
}

/** Edges between tasks; those that lead elsewhere have no part in the schedule. */
function columnsOf(tasks: readonly WfTask[], edges: readonly Edge[]): { from: Uint32Array; to: Uint32Array } {
  const nodeOf = new Map(tasks.map(({ id }, node) => [id, node]));
  const within = edges.flatMap(({ from, to }) => {
    const [source, target] = [nodeOf.get(from), nodeOf.get(to)];
    return source === undefined || target === undefined ? [] : [{ source, target }];
  });
  return {
    from: Uint32Array.from(within, ({ source }) => source),
    to: Uint32Array.from(within, ({ target }) => target),
  };
}

/** `05-10-23T16:23:32Z` as some recorders write it: month, day, year. */
const americanDate = /^(\d\d)-(\d\d)-(\d\d)(T.*)$/;

function startOf({ executedAt, createdAt }: WfInstance): { readonly startMs: number; readonly startsAt: string } {
  const executedMs = msOfInstant(executedAt?.replace(americanDate, '20$3-$1-$2$4'));
  if (executedMs !== undefined) return { startMs: executedMs, startsAt: '' };
  const createdMs = msOfInstant(createdAt);
  if (createdMs !== undefined) return { startMs: createdMs, startsAt: 'when the instance was created' };
  return { startMs: 0, startsAt: 'at the epoch' };
}

function contextOf({ runtimeSystem, executedAt, schemaVersion, machineCount }: WfInstance): Run['context'] {
  const system = textIn(runtimeSystem['name']);
  const version = textIn(runtimeSystem['version']);
  return {
    ...(system !== undefined && { runtimeSystem: system }),
    ...(version !== undefined && { runtimeSystemVersion: version }),
    ...(executedAt !== undefined && { executedAt }),
    ...(schemaVersion !== undefined && { schemaVersion }),
    ...(machineCount > 0 && { machines: machineCount }),
  };
}

function foundIn(
  { tasks, counts, makespanMs }: WfInstance,
  drafts: readonly Draft[],
  schedule: { readonly lengthMs: number; readonly onCycle: number },
  startsAt: string,
  oneSided: number,
  edges: number,
): Found<WfNoteId> {
  const of = drafts.length;
  const ran = drafts.filter(({ record }) => record !== undefined);
  const makespan = makespanMs === undefined ? 'not known' : formatQuantity(makespanMs, 'ms');
  const memories = ran.flatMap(({ record }) =>
    typeof record?.['memoryInBytes'] === 'number' ? record['memoryInBytes'] : [],
  );
  const counted: readonly (readonly [WfNoteId, number, Readonly<Record<string, string | number>>])[] = [
    ['ingest/derived-times', ran.length, { derived: schedule.lengthMs, makespan }],
    ['ingest/unknown-start', startsAt === '' ? 0 : 1, { from: startsAt }],
    ['ingest/missing-runtimes', ran.filter(({ runtimeMs }) => runtimeMs === undefined).length, { of }],
    ['ingest/zero-runtimes', ran.filter(({ runtimeMs }) => runtimeMs === 0).length, { of }],
    ['ingest/tasks-not-run', of - ran.length, { of }],
    [
      'ingest/tasks-not-specified',
      tasks.filter(({ specified }) => specified === undefined).length,
      { of: tasks.length },
    ],
    ['ingest/dependency-cycle', schedule.onCycle, { of: tasks.length }],
    ['ingest/one-sided-dependencies', oneSided, { edges: oneSided, of: edges }],
    ['ingest/repeated-tasks', counts.repeated, { of: counts.specified }],
    ['ingest/dropped-tasks', counts.dropped, { of: counts.read }],
    [
      'ingest/small-memory',
      memories.length > 0 && memories.every((bytes) => bytes < 2 ** 20) ? memories.length : 0,
      {},
    ],
  ];
  return new Map(counted.flatMap(([id, count, data]) => (count > 0 ? [[id, { tasks: count, ...data }] as const] : [])));
}
