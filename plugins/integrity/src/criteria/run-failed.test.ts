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
      findings: [{ messageId: 'steps', at: ['parse'] }],
      message: 'The run failed: "parse".',
    },
    {
      name: 'a step that failed for good beside one that was tried again',
      run: gantt`
        fetch  : =x
        fetch#2:   ==
        parse  :     =x
      `,
      findings: [{ messageId: 'steps', at: ['parse'] }],
    },
    {
      name: 'no step that failed',
      run: { ...gantt`fetch: ==`, status: 'failed' },
      findings: [{ messageId: 'alone', at: [] }],
    },
  ],
});
