import { gantt, testRule } from '@faultline/plugin-testkit';
import { cascadingTimeout } from './cascading-timeout.ts';

testRule(cascadingTimeout, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ==` },
    { name: 'a timeout without calls', run: gantt`fetch: ==x { failure: timeout }` },
    {
      name: 'the call inside ended long before',
      run: gantt`
        agent: =========x  { failure: timeout }
          llm: ===
      `,
    },
    {
      name: 'a call that had less than half of the time',
      run: gantt`
        agent: =========x  { failure: timeout }
          llm:       ====
      `,
    },
    {
      name: 'a call that nobody waits for',
      run: gantt`
        agent: =========x  { failure: timeout }
          llm: ==========  { async: true }
      `,
    },
    {
      name: 'another failure',
      run: gantt`
        agent: =========x
          llm: =========x  { failure: timeout }
      `,
    },
  ],
  invalid: [
    {
      name: 'the call inside timed out too, with more time than was left',
      run: gantt`
        agent : =========x   { failure: timeout }
          tool:   =======x   { failure: timeout }
      `,
      findings: [
        { messageId: 'timedOut', at: ['agent', 'tool'], causes: ['agent', 'tool'], data: { left: 8, calleeTook: 8 } },
      ],
      message: 'Step "agent" timed out after 10 ms because "tool" did, which took 8 ms of the 8 ms left to it.',
    },
    {
      name: 'down to the end of the chain, once',
      run: gantt`
        agent   : =========x    { failure: timeout }
          tool  :  ========x    { failure: timeout }
            http:   =======     { failure: timeout }
            sql :    =====x     { failure: timeout }
      `,
      findings: [{ messageId: 'timedOut', at: ['agent', 'tool', 'sql'] }],
      message:
        'Step "agent" timed out after 10 ms because "sql" did, which took 6 ms of the 7 ms left to it, by way of "tool".',
    },
    {
      name: 'one that was tried again and did not hang is a note',
      run: {
        ...gantt`
          agent   : =====x        { failure: timeout }
            tool  :  ====x        { failure: cancelled }
          agent#2 :        ==
        `,
        status: 'completed',
      },
      findings: [{ messageId: 'slow', at: ['agent', 'tool'], severity: 'info' }],
    },
    {
      name: 'exactly half of the time',
      run: gantt`
        agent: =========x  { failure: timeout }
          llm:      =====
      `,
      findings: [{ messageId: 'slow', at: ['agent', 'llm'], confidence: 0.7, data: { left: 5, calleeTook: 5 } }],
    },
    {
      name: 'one that was cut off',
      run: gantt`
        agent: =========x   { failure: timeout }
          llm: ========x    { failure: cancelled }
      `,
      findings: [{ messageId: 'slow', at: ['agent', 'llm'] }],
    },
  ],
});
