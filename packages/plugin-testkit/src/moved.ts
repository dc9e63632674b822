import type { Run } from '@faultline/model';

/** The same run, later by some milliseconds, with its executions and edges in reverse order. */
export function moved(run: Run, byMs: number): Run {
  return {
    ...run,
    startMs: run.startMs + byMs,
    ...(run.endMs !== undefined && { endMs: run.endMs + byMs }),
    edges: run.edges.toReversed(),
    executions: run.executions.toReversed().map((execution) => ({
      ...execution,
      startMs: execution.startMs + byMs,
      ...(execution.endMs !== undefined && { endMs: execution.endMs + byMs }),
      ...(execution.queuedMs !== undefined && { queuedMs: execution.queuedMs + byMs }),
    })),
  };
}
