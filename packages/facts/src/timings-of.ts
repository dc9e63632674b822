import type { RunView } from '@faultline/core';
import type { Run, StepExecution } from '@faultline/model';

/**
 * A run as a document that says when what ran, how it ended and who needed whom, and nothing about whom or what it was
 * about: no input, output, attribute, subject, context or error text. Its view has the columns of the one it was made from.
 * O(V + E).
 */
export const timingsOf = (run: RunView): Run => ({
  schemaVersion: 1,
  id: run.id,
  workflowId: run.workflowId,
  context: {},
  status: run.status,
  startMs: run.startMs,
  endMs: run.untilMs,
  metrics: {},
  executions: run.executions.map(timingOf),
  // Those between attempts follow from the attempts.
  edges: run.dependencies.filter(({ kind }) => kind === 'needs'),
  joins: run.joins,
  notes: [],
});

/** Named one by one: what is added to the model later stays out. */
const timingOf = (execution: StepExecution): StepExecution => ({
  id: execution.id,
  stepId: execution.stepId,
  type: execution.type,
  item: execution.item,
  attempt: execution.attempt,
  ...(execution.parentId !== undefined && { parentId: execution.parentId }),
  isAsync: execution.isAsync,
  ...(execution.queuedMs !== undefined && { queuedMs: execution.queuedMs }),
  startMs: execution.startMs,
  ...(execution.endMs !== undefined && { endMs: execution.endMs }),
  status: execution.status,
  ...(execution.error !== undefined && { error: { type: execution.error.type, message: '' } }),
  ...(execution.clock !== undefined && { clock: execution.clock }),
  metrics: finite(execution.metrics),
});

/** JSON holds no others. Almost always there are none. */
function finite(metrics: StepExecution['metrics']): StepExecution['metrics'] {
  const entries = Object.entries(metrics);
  return entries.every(([, value]) => Number.isFinite(value))
    ? metrics
    : Object.fromEntries(entries.filter(([, value]) => Number.isFinite(value)));
}
