import { fieldsOf, listIn, textIn, type Fields } from '../fields.ts';
import { msOfSeconds } from './wf-measurements.ts';

/** A task of an instance, whatever version of the format it was written in. */
export interface WfTask {
  readonly id: string;
  readonly name: string;
  readonly category: string | undefined;
  /** Ids, or what stands in their place. */
  readonly parents: readonly string[];
  /** `undefined`: the task does not say. */
  readonly children: readonly string[] | undefined;
  /** What the specification says of it. `undefined`: it is not specified. */
  readonly specified: Fields | undefined;
  /** What was recorded of it. Mostly one record; none: it did not run. */
  readonly records: readonly Fields[];
}

/** An instance of a workflow. */
export interface WfInstance {
  readonly name: string;
  readonly runName: string | undefined;
  readonly schemaVersion: string | undefined;
  readonly executedAt: string | undefined;
  readonly createdAt: string | undefined;
  readonly makespanMs: number | undefined;
  readonly machineCount: number;
  readonly runtimeSystem: Fields;
  /** In order of id, so that the order of the document does not show. */
  readonly tasks: readonly WfTask[];
  readonly counts: {
    /** Records of tasks, of both kinds. */
    readonly read: number;
    readonly specified: number;
    readonly repeated: number;
    readonly dropped: number;
  };
}

/** Why a document is not an instance, as the rest of a sentence. */
export interface NotAnInstance {
  readonly problem: string;
  readonly hint: string;
}

/**
 * Reads an instance. From version 1.5 on what was planned (`specification`) and what was measured (`execution`) stand
 * apart; before, a task (`tasks`, once `jobs`) holds both. O(n log n).
 */
export function wfInstanceOf(document: unknown): WfInstance | NotAnInstance {
  const outer = fieldsOf(document);
  const workflow = fieldsOf(outer?.['workflow']);
  if (outer === undefined || workflow === undefined)
    return { problem: 'has no "workflow"', hint: 'Check that it is an instance in WfFormat, of WfCommons.' };
  const specification = fieldsOf(workflow['specification']);
  if (specification === undefined) {
    const tasks = workflow['tasks'] ?? workflow['jobs'];
    if (!Array.isArray(tasks))
      return {
        problem: 'has no "workflow.specification" and no "workflow.tasks"',
        hint: 'Check that it is in WfFormat.',
      };
    return instanceOf(outer, workflow, workflow, tasks, tasks);
  }
  const execution = fieldsOf(workflow['execution']);
  if (!Array.isArray(specification['tasks']))
    return { problem: 'has no list "workflow.specification.tasks"', hint: 'Check that it is in WfFormat 1.5.' };
  if (!Array.isArray(execution?.['tasks']))
    return {
      problem: 'is a workflow that was not executed: it has no list "workflow.execution.tasks"',
      hint: 'Record an execution of it; a specification alone has no times.',
    };
  return instanceOf(outer, workflow, execution, specification['tasks'], execution['tasks']);
}

function instanceOf(
  outer: Fields,
  workflow: Fields,
  execution: Fields,
  specified: readonly unknown[],
  recorded: readonly unknown[],
): WfInstance {
  const specifications = byId(specified);
  const records = byId(recorded);
  const ids = [...new Set([...specifications.byId.keys(), ...records.byId.keys()])].toSorted();
  const isOneList = specified === recorded;
  return {
    name: textIn(outer['name']) ?? 'unnamed',
    runName: textIn(workflow['runName']),
    schemaVersion: textIn(outer['schemaVersion']),
    executedAt: textIn(execution['executedAt']),
    createdAt: textIn(outer['createdAt']),
    makespanMs: msOfSeconds(execution['makespanInSeconds'] ?? execution['makespan']),
    machineCount: listIn(execution['machines']).length,
    runtimeSystem: fieldsOf(outer['runtimeSystem'] ?? outer['wms']) ?? {},
    tasks: ids.map((id) => taskOf(id, specifications.byId.get(id), records.byId.get(id) ?? [])),
    counts: {
      read: specified.length + (isOneList ? 0 : recorded.length),
      specified: specified.length,
      repeated: isOneList ? 0 : specified.length - specifications.dropped - specifications.byId.size,
      dropped: specifications.dropped + (isOneList ? 0 : records.dropped),
    },
  };
}

function byId(tasks: readonly unknown[]): {
  readonly byId: ReadonlyMap<string, readonly Fields[]>;
  readonly dropped: number;
} {
  const found = new Map<string, Fields[]>();
  let dropped = 0;
  for (const member of tasks) {
    const task = fieldsOf(member) ?? {};
    // Before 1.2 the name was the id.
    const id = textIn(task['id']) ?? textIn(task['name']);
    if (id === undefined) {
      dropped++;
      continue;
    }
    const known = found.get(id);
    if (known === undefined) found.set(id, [task]);
    else known.push(task);
  }
  return { byId: found, dropped };
}

function taskOf(id: string, specifications: readonly Fields[] | undefined, records: readonly Fields[]): WfTask {
  const all = specifications ?? [];
  const textsOf = (field: string): string[] =>
    all.flatMap((task) => listIn(task[field]).filter((one): one is string => typeof one === 'string'));
  const names = all.flatMap(({ name }) => textIn(name) ?? []).toSorted();
  return {
    id,
    name: names[0] ?? id,
    category: all.map(({ category }) => textIn(category)).find((category) => category !== undefined),
    parents: textsOf('parents'),
    children: all.some(({ children }) => Array.isArray(children)) ? textsOf('children') : undefined,
    specified: all[0],
    records,
  };
}
