import { gantt, testRule } from '@faultline/plugin-testkit';
import { runFailed } from './run-failed.ts';

testRule(runFailed, {
  valid: [
    { name: 'a run that completed', run: gantt`fetch: ==` },
    {
      name: 'a failure that the run survived',
      run: {
        ...gantt`
          fetch: =x
          parse:   ==
        `,
        status: 'completed',
      },
    },
    { name: 'a run that is still going', run: gantt`fetch: ==>` },
  ],
  invalid: [
    {
      name: 'a step that failed',
      run: gantt`
        fetch: ==
        parse:   =x
      `,
      findings: [{ messageId: 'began', at: ['parse'], severity: 'error' }],
      message: 'The run failed because of "parse".',
    },
    {
      name: 'where it began, and not what that took down',
      run: gantt`
        agent : =====x
          tool:  ===x
      `,
      findings: [{ messageId: 'began', at: ['tool'], severity: 'error' }],
    },
    {
      name: 'a step that was cancelled from outside, of which nobody else tells',
      run: gantt`
        fetch: ==
        parse:   =x  { failure: cancelled }
      `,
      findings: [{ messageId: 'steps', at: ['parse'], severity: 'error' }],
      message: 'The run failed: "parse".',
    },
    {
      name: 'a step that failed for good beside one that was tried again',
      run: gantt`
        fetch  : =x
        fetch#2:   ==
        parse  :     =x
      `,
      findings: [{ messageId: 'began', at: ['parse'] }],
    },
    {
      name: 'no step that failed',
      run: { ...gantt`fetch: ==`, status: 'failed' },
      findings: [{ messageId: 'alone', at: [], severity: 'error' }],
    },
  ],
});
