import { gantt, testRule } from '@faultline/plugin-testkit';
import { rootCause } from './root-cause.ts';

testRule(rootCause, {
  valid: [
    { name: 'a run in which nothing stands out', run: gantt`fetch: ==` },
    {
      name: 'two steps that could both have spoiled the third, which shows nothing',
      run: gantt`
        fetch: ==
        parse:   ==  <- fetch
      `,
    },
  ],
  invalid: [
    {
      name: 'the failure that took down the others',
      run: {
        ...gantt`
          fetch: ==
          parse:   ==x    <- fetch  { failure: timeout }
          rank :      =x  <- parse  { failure: dependency_failure }
        `,
        status: 'failed',
      },
      findings: [
        {
          messageId: 'first',
          at: ['parse'],
          causes: ['parse'],
          data: { place: 'Step "parse"', reasons: 'it took too long and was given up (timeout)' },
        },
      ],
      message: 'Step "parse" probably broke first: it took too long and was given up (timeout).',
    },
    {
      name: 'two failures that do not explain each other: first the one that the run failed of',
      run: {
        ...gantt`
          left : =x      { failure: timeout }
          right: ==
          last :   =x    <- right  { failure: timeout }
        `,
        status: 'failed',
      },
      findings: [
        { messageId: 'first', at: ['last'] },
        { messageId: 'also', at: ['left'] },
      ],
    },
  ],
});
