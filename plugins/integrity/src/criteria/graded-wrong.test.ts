import { gantt, testRule } from '@faultline/plugin-testkit';
import { gradedWrong } from './graded-wrong.ts';

const graded = (context: Record<string, boolean | number>, run = gantt`answer: ==`) => ({ ...run, context });

testRule(gradedWrong, {
  valid: [
    { name: 'a run without a grade', run: gantt`answer: ==` },
    { name: 'a right answer', run: graded({ is_correct: true, reward: 1 }) },
    { name: 'a run that says itself that it failed', run: graded({ is_correct: false }, gantt`answer: =x`) },
    { name: 'a run that is still going', run: graded({ is_correct: false }, gantt`answer: ==>`) },
  ],
  invalid: [
    {
      name: 'a wrong answer',
      run: graded({ is_correct: false }),
      findings: [{ messageId: 'wrong', at: [], severity: 'error' }],
      message: 'The run completed, but its outcome was graded as wrong: "is_correct".',
    },
    {
      name: 'graders who disagree',
      run: graded({ passed: true, 'judge.correct': false, reward: 0 }),
      findings: [{ messageId: 'wrong', at: [] }],
      message: 'The run completed, but its outcome was graded as wrong: "judge.correct", "reward".',
    },
  ],
});
