import {
  runSchema,
  stepExecutionSchema,
  type Run,
  type RunInput,
  type StepExecution,
  type StepExecutionInput,
} from '@faultline/model';

/** A completed execution of step "fetch" from 0 to 1 ms, with whatever is different about it. */
export function executionOf(overrides: Partial<StepExecutionInput> = {}): StepExecution {
  const stepId = overrides.stepId ?? 'fetch';
  return stepExecutionSchema.parse({ id: stepId, stepId, startMs: 0, endMs: 1, status: 'completed', ...overrides });
}

/** A completed run of workflow "drawn" over the interval of its executions, with whatever is different about it. */
export function runOf(executions: readonly StepExecutionInput[], overrides: Partial<RunInput> = {}): Run {
  const startMs = executions.reduce((min, execution) => Math.min(min, execution.startMs), Infinity);
  const endMs = executions.reduce((max, { startMs: start, endMs: end = start }) => Math.max(max, end), -Infinity);
  return runSchema.parse({
    id: 'run',
    workflowId: 'drawn',
    status: 'completed',
    startMs: Number.isFinite(startMs) ? startMs : 0,
    endMs: Number.isFinite(endMs) ? endMs : 0,
    executions,
    ...overrides,
  });
}

/** The same run with one execution changed. */
export function withExecution(run: Run, id: string, overrides: Partial<StepExecutionInput>): Run {
  if (!run.executions.some((execution) => execution.id === id)) throw new Error(`The run has no execution "${id}".`);
  return {
    ...run,
    executions: run.executions.map((execution) =>
      execution.id === id ? stepExecutionSchema.parse({ ...execution, ...overrides }) : execution,
    ),
  };
}
