import type { Join, Json } from '@faultline/model';
import { labelIn, textIn } from '../conventions/attribute-text.ts';
import { announcements } from '../conventions/conventions.ts';
import { edge } from '../edges/edge.ts';
import { payloadOf } from '../conventions/payload.ts';
import type { SpanTable } from '../table/span-table.ts';
import { withoutIds } from '../conventions/step-id.ts';
import type { StepSpan } from '../runs/step-span.ts';

/** A task of a crew, as the crew lists it. */
export interface CrewTask {
  /** The step: the same in every run. */
  readonly stepId: string;
  readonly isAsync: boolean;
  /** Tasks whose output it is given. */
  readonly context: readonly CrewTask[];
  readonly executions: readonly StepSpan[];
}

/**
 * The tasks that a crew lists, with the spans that work on them. A task has a new id in every run and no name; so its step is
 * called after its name, else its agent, with its number where an agent has several. O(n).
 */
export function crewTasksOf(
  table: SpanTable,
  steps: readonly StepSpan[],
  stepById: ReadonlyMap<string, StepSpan>,
): readonly CrewTask[] {
  const listed = listedTasks(steps);
  if (listed.length === 0) return [];
  const executionsOf = Map.groupBy(steps, (step) => taskOf(table, step, stepById));
  const roles = Map.groupBy(listed, ({ agent_role: role }) => textIn(role));
  const known = new Map<string, CrewTask & { context: CrewTask[] }>();
  const tasks = listed.map((fields, index) => {
    const role = textIn(fields['agent_role']);
    const isOnly = roles.get(role)?.length === 1;
    const name = textIn(fields['name']) ?? (role === undefined || isOnly ? role : `${role} ${index + 1}`);
    const id = labelIn(fields['id']) ?? '';
    const task = {
      stepId: withoutIds(name ?? textIn(fields['key']) ?? `task ${index + 1}`),
      isAsync: fields['async_execution?'] === true,
      context: [] as CrewTask[],
      executions: id === '' ? [] : (executionsOf.get(id) ?? []),
    };
    for (const called of [id, textIn(fields['description'])]) if (called) known.set(called, task);
    return task;
  });
  for (const [index, { context }] of listed.entries())
    if (Array.isArray(context))
      for (const called of context) {
        const needed = typeof called === 'string' ? known.get(called) : undefined;
        if (needed !== undefined && needed !== tasks[index]) tasks[index].context.push(needed);
      }
  return tasks;
}

/** Calls executions after their task, where they do not say themselves what they are. */
export function nameByTask(tasks: readonly CrewTask[]): void {
  for (const { stepId, executions } of tasks)
    for (const { execution, meant } of executions)
      if (meant.stepId === undefined && meant.nodeId === undefined) execution.stepId = stepId;
}

/** A task needed those whose output is its context. */
export function* taskContextEdges(tasks: readonly CrewTask[]): Generator<Join> {
  for (const { context, executions } of tasks)
    for (const needed of context)
      for (const from of needed.executions)
        for (const to of executions)
          if ((from.execution.endMs ?? Infinity) <= to.execution.startMs)
            yield edge(from.execution.id, to.execution.id, 'framework');
}

type Fields = Readonly<Record<string, Json>>;

/** The list of the span that says most: one in which tasks say what they need. */
function listedTasks(steps: readonly StepSpan[]): readonly Fields[] {
  let best: readonly Fields[] = [];
  for (const { meant } of steps) {
    if (meant.tasks === undefined) continue;
    const list = payloadOf(meant.tasks, undefined);
    if (!Array.isArray(list)) continue;
    const tasks = list.filter(isFields);
    if (tasks.some(({ context }) => context !== undefined)) return tasks;
    if (best.length === 0) best = tasks;
  }
  return best;
}

const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The task that a span is the execution of. What is called inside of it repeats its id. */
function taskOf(table: SpanTable, step: StepSpan, stepById: ReadonlyMap<string, StepSpan>): string | undefined {
  const id = labelIn(step.meant.taskId);
  if (id === undefined || announcements.has(table.names.at(table.name[step.row]))) return undefined;
  const parent = stepById.get(step.execution.parentId ?? '');
  return parent !== undefined && labelIn(parent.meant.taskId) === id ? undefined : id;
}
