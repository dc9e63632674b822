import type { Run, StepExecution } from '@faultline/model';

/** Changes the executions of a step. */
export const editing = (
  run: Run,
  stepId: string,
  change: (execution: StepExecution) => Partial<StepExecution>,
): Run => ({
  ...run,
  executions: run.executions.map((execution) =>
    execution.stepId === stepId ? { ...execution, ...change(execution) } : execution,
  ),
});

/** Sets metrics of a step, and leaves its others. */
export const measuring = (run: Run, stepId: string, metrics: StepExecution['metrics']): Run =>
  editing(run, stepId, (execution) => ({ metrics: { ...execution.metrics, ...metrics } }));

/** Adds executions. */
export const adding = (run: Run, ...executions: readonly StepExecution[]): Run => ({
  ...run,
  executions: [...run.executions, ...executions],
});

/** Takes a step out, with the time that only it took at the end of the run. */
export function removing(run: Run, stepId: string): Run {
  const executions = run.executions.filter((execution) => execution.stepId !== stepId);
  return { ...run, executions, endMs: Math.max(...executions.map(({ endMs, startMs }) => endMs ?? startMs)) };
}

/** Moves what starts at a step or later, and the end of the run. */
export function delaying(run: Run, stepId: string, byMs: number): Run {
  const fromMs = startOf(run, stepId);
  return {
    ...run,
    ...(run.endMs !== undefined && { endMs: run.endMs + byMs }),
    executions: run.executions.map((execution) => (execution.startMs < fromMs ? execution : moved(execution, byMs))),
  };
}

/** When a step first started. */
export const startOf = (run: Run, stepId: string): number =>
  Math.min(...run.executions.filter((execution) => execution.stepId === stepId).map(({ startMs }) => startMs));

const moved = (execution: StepExecution, byMs: number): StepExecution => ({
  ...execution,
  startMs: execution.startMs + byMs,
  ...(execution.endMs !== undefined && { endMs: execution.endMs + byMs }),
});
