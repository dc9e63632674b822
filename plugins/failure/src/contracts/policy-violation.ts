import { defineFailureRule, firstPlaces, measured, type RunView } from '@faultline/core';
import type { Constraint, StepExecution } from '@faultline/model';
import { timesOf } from '../times-of.ts';

/** Reports runs that break a constraint of their workflow. */
export const policyViolation = defineFailureRule({
  id: 'failure/policy-violation',
  description: 'Reports steps that ran without the approval, in the order, or as often as their workflow forbids.',
  advice: 'Make the workflow refuse the step; treat what it did as not approved.',
  severity: 'error',
  messages: {
    'only-after': 'Step "{{step}}" began although "{{after}}" had not completed, which the workflow requires{{among}}.',
    'never-after': 'Step "{{step}}" began after "{{after}}" had completed, which the workflow forbids{{among}}.',
    'at-most': 'Step "{{step}}" ran {{count}}; the workflow allows {{times}}.',
  },
  diagnose(run, { report }) {
    for (const constraint of run.definition?.constraints ?? []) {
      const broken = brokenBy(run, constraint);
      const [first] = broken;
      if (first === undefined) continue;
      const common = {
        at: firstPlaces(broken),
        // What the trace does not have may have happened all the same: an approval on paper.
        confidence: constraint.kind === 'only-after' ? 0.9 : 0.95,
        causes: [first],
        evidence: [measured('violations', broken.length, 'count', first)],
      };
      const among = broken.length === 1 ? '' : `, ${broken.length} times`;
      if (constraint.kind === 'at-most') {
        const count = timesOf(constraint.times + broken.length);
        const times = constraint.times === 0 ? 'none' : timesOf(constraint.times);
        report({ messageId: 'at-most', ...common, data: { step: constraint.step, count, times } });
      } else {
        const { step, after } = constraint;
        report({ messageId: constraint.kind, ...common, data: { step, after, among } });
      }
    }
  },
});

/** The executions that break a constraint, in order of time. O(executions of its steps). */
function brokenBy(run: RunView, constraint: Constraint): readonly StepExecution[] {
  const begun = run.executionsOf(constraint.step).filter(({ status }) => status !== 'skipped' && status !== 'pending');
  if (constraint.kind === 'at-most') return begun.filter(({ attempt }) => attempt === 1).slice(constraint.times);
  const completedMs = run
    .executionsOf(constraint.after)
    .filter(({ status }) => status === 'completed')
    .reduce((first, execution) => Math.min(first, execution.startMs + run.durationMs(execution)), Infinity);
  const isAfter = ({ startMs }: StepExecution): boolean => startMs >= completedMs;
  return begun.filter((execution) => isAfter(execution) === (constraint.kind === 'never-after'));
}
