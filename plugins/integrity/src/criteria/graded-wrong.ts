import { defineValidator, listed } from '@faultline/core';
import { gradesOf } from '@faultline/facts';

/** Reports runs that completed, and whose outcome somebody graded as wrong. */
export const gradedWrong = defineValidator({
  id: 'integrity/graded-wrong',
  description:
    'Reports runs that completed with an outcome that was graded as wrong, by a benchmark, evaluator or person.',
  advice: 'Do not count it as a success: that every step completed says nothing about its answer.',
  severity: 'error',
  messages: {
    wrong: 'The run completed, but its outcome was graded as wrong: {{names}}.',
  },
  validate(run, { report }) {
    // One that failed says so itself.
    if (run.status !== 'completed') return;
    const wrong = gradesOf(run).filter(({ isRight }) => !isRight);
    if (wrong.length > 0)
      report({ messageId: 'wrong', at: [], data: { names: listed(wrong.map(({ name }) => name)) } });
  },
});
