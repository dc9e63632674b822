import type { Status, StepExecution } from '@faultline/model';

/** How far a run, a job or a step got, and why it failed. */
export interface ActionsStatus {
  readonly status: Status;
  readonly error?: NonNullable<StepExecution['error']>;
}

/** Conclusions that are failures, and of what type. */
const failures: ReadonlyMap<string, string> = new Map([
  ['failure', 'unknown_error'],
  ['timed_out', 'timeout'],
  ['startup_failure', 'startup_failure'],
  ['stale', 'stale'],
  ['cancelled', 'cancelled'],
]);

/**
 * The status of what GitHub says of it. What was cancelled before it had begun is skipped.
 *
 *     status queued, waiting, requested, pending      pending
 *     status in_progress                              running
 *     conclusion success, neutral                     completed
 *     conclusion action_required                      pending: somebody has to approve it
 */
export function actionsStatusOf(status: unknown, conclusion: unknown, hasBegun: boolean): ActionsStatus {
  if (typeof conclusion !== 'string' || conclusion === '') {
    if (status === 'in_progress') return { status: 'running' };
    return { status: status === 'completed' ? 'completed' : 'pending' };
  }
  if (conclusion === 'skipped') return { status: 'skipped' };
  if (conclusion === 'action_required') return { status: 'pending' };
  if (conclusion === 'cancelled' && !hasBegun) return { status: 'skipped' };
  const type = failures.get(conclusion);
  if (type === undefined) return { status: 'completed' };
  return { status: 'failed', error: { type, message: messageOf(conclusion) } };
}

const messageOf = (conclusion: string): string => `GitHub Actions concluded "${conclusion}".`;
