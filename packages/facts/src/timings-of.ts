import type { RunView } from '@faultline/core';
import type { Run, StepExecution } from '@faultline/model';
import { failureTypeOf } from './failures/failure-type.ts';

/**
 * A run as a document that says when what ran, how it ended and who needed whom, and nothing about whom or what it was
 * about: no input, output, attribute, subject, context or error text, and numbers in place of executions, items and clocks.
 * Its view has the columns of the one it was made from. O((V + E) log V).
 */
export function timingsOf(run: RunView): Run {
  const idOf = numbersFor(run.executions.flatMap(({ id, parentId }) => (parentId === undefined ? id : [id, parentId])));
  const itemOf = numbersFor(run.executions.map(({ item }) => item));
  const clockOf = numbersFor(run.executions.flatMap(({ clock }) => clock ?? []));
  return {
    schemaVersion: 1,
    id: run.id,
    workflowId: run.workflowId,
    context: {},
    status: run.status,
    startMs: run.startMs,
    endMs: run.untilMs,
    metrics: {},
    executions: run.executions.map((execution) => ({
      ...timingOf(execution),
      id: idOf(execution.id),
      item: itemOf(execution.item),
      ...(execution.parentId !== undefined && { parentId: idOf(execution.parentId) }),
      ...(execution.clock !== undefined && { clock: clockOf(execution.clock) }),
    })),
    // Those between attempts follow from the attempts.
    edges: run.dependencies
      .filter(({ kind }) => kind === 'needs')
      .map((edge) => ({ ...edge, from: idOf(edge.from), to: idOf(edge.to) })),
    joins: run.joins.map((join) => ({ ...join, from: join.from.map(idOf), to: join.to.map(idOf) })),
    notes: [],
  };
}

/**
 * Numbers of one length in place of names, in the order of these, so that whatever is sorted by them stays sorted. An empty
 * name says nothing and stays.
 *
 *     MRN-4711, MRN-17, ''   ->   1, 0, ''
 */
function numbersFor(names: readonly string[]): (name: string) => string {
  const known = [...new Set(names)].filter((name) => name !== '').toSorted();
  const length = String(known.length).length;
  const numbers = new Map(known.map((name, number) => [name, String(number).padStart(length, '0')]));
  return (name) => numbers.get(name) ?? '';
}

/** Named one by one: what is added to the model later stays out. */
const timingOf = (execution: StepExecution): Omit<StepExecution, 'id' | 'item' | 'parentId' | 'clock'> => ({
  stepId: execution.stepId,
  type: execution.type,
  attempt: execution.attempt,
  isAsync: execution.isAsync,
  ...(execution.queuedMs !== undefined && { queuedMs: execution.queuedMs }),
  startMs: execution.startMs,
  ...(execution.endMs !== undefined && { endMs: execution.endMs }),
  status: execution.status,
  ...errorOf(execution),
  metrics: finite(execution.metrics),
});

/** What kind of failure it was: the recorded type may be followed by a text. */
function errorOf(execution: StepExecution): Pick<StepExecution, 'error'> {
  const type = execution.error && failureTypeOf(execution)?.type;
  return type === undefined ? {} : { error: { type, message: '' } };
}

/** JSON holds no others. Almost always there are none. */
function finite(metrics: StepExecution['metrics']): StepExecution['metrics'] {
  const entries = Object.entries(metrics);
  return entries.every(([, value]) => Number.isFinite(value))
    ? metrics
    : Object.fromEntries(entries.filter(([, value]) => Number.isFinite(value)));
}
