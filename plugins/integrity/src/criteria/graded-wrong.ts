import { defineValidator, listed } from '@faultline/core';
import { gradesOf } from '@faultline/facts';

/** Reports runs that completed, and whose outcome somebody graded as wrong. */
export const gradedWrong = defineValidator({
  id: 'integrity/graded-wrong',
  description:
    'Reports runs that completed with an outcome that was graded as wrong, by a benchmark, evaluator or person.',
  advice: 'Find the step that made it wrong first; until then do not count the run as a success.',
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
