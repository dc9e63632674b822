import { defineValidator, firstPlaces, listed, type RunView } from '@faultline/core';
import { attemptChains } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { isStillOpen } from '../is-still-open.ts';

/** Reports executions whose end is not known. */
export const unfinishedStep = defineValidator({
  id: 'integrity/unfinished-step',
  description:
    'Reports steps that had not ended when the run did, and steps that ended at a time that was not recorded.',
  advice: 'Look for a crash or a lost message at the end of the step; close it in any case, also when it fails.',
  doubtsTrace: true,
  severity: 'warning',
  messages: {
    open: '{{count:count}} of {{all:count}} executions had not ended when the run did: {{names}}.',
    running: '{{count:count}} of {{all:count}} executions had not ended when the run was last seen: {{names}}.',
    unrecorded:
      'The end of {{count:count}} of {{all:count}} executions was not recorded: {{names}}; they count as lasting until the end of the run.',
  },
  validate(run, { report }) {
    const { open, unrecorded } = withoutEnd(run);
    const all = run.executions.length;
    if (open.length > 0 && isStillOpen(run))
      report({
        messageId: 'running',
        at: firstPlaces(open),
        severity: 'info',
        data: { count: open.length, all, names: namesOf(open) },
      });
    else if (open.length > 0)
      report({ messageId: 'open', at: firstPlaces(open), data: { count: open.length, all, names: namesOf(open) } });
    if (unrecorded.length > 0)
      report({
        messageId: 'unrecorded',
        at: firstPlaces(unrecorded),
        data: { count: unrecorded.length, all, names: namesOf(unrecorded) },
      });
  },
});

function withoutEnd(run: RunView): Record<'open' | 'unrecorded', readonly StepExecution[]> {
  const superseded = new Set(attemptChains(run).flatMap(({ attempts }) => attempts.slice(0, -1)));
  const open: StepExecution[] = [];
  const unrecorded: StepExecution[] = [];
  for (const execution of run.executions) {
    const { status, endMs } = execution;
    if (isOpen(run, execution) && !(status === 'retrying' && superseded.has(execution))) open.push(execution);
    else if (endMs === undefined && (status === 'completed' || status === 'failed')) unrecorded.push(execution);
  }
  return { open, unrecorded };
}

/** A step that a failed run no longer began, or did not try again, is what a failed run looks like. */
function isOpen(run: RunView, { status }: StepExecution): boolean {
  if (status === 'running') return true;
  return (status === 'pending' || status === 'retrying') && (run.status === 'completed' || isStillOpen(run));
}

const namesOf = (executions: readonly StepExecution[]): string => listed(executions.map(({ stepId }) => stepId));
