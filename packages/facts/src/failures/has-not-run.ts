import type { RunView } from '@faultline/core';

/** Whether an execution was kept from running: what has not begun while its run goes on may still come. */
export function hasNotRun(run: RunView, node: number): boolean {
  const { status } = run.executions[node]!;
  return status === 'skipped' || (status === 'pending' && !run.isOpen);
}
