import type { Run } from '@faultline/model';
import { gantt, testRule, withExecution } from '@faultline/plugin-testkit';
import { swallowedError } from './swallowed-error.ts';

const completed = (run: Run): Run => ({ ...run, status: 'completed' });
const swallowed = completed(gantt`
  agent : =====
    tool:  ==x   { failure: timeout }
`);

testRule(swallowedError, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ==` },
    {
      name: 'the caller failed too',
      run: gantt`
        agent : =====x
          tool:  ==x
      `,
    },
    {
      name: 'a retry succeeded',
      run: completed(gantt`
        agent   : =======
          tool  :  ==x
          tool#2:     ==
      `),
    },
    {
      name: 'a fallback ran after it',
      run: completed(gantt`
        agent   : =======
          tool  :  ==x
          cache :     ==
      `),
    },
    { name: 'the caller says so', run: withExecution(swallowed, 'agent', { output: 'The tool was unavailable.' }) },
    { name: 'the run failed', run: gantt`fetch: ==x` },
  ],
  invalid: [
    {
      name: 'the caller completed',
      run: swallowed,
      findings: [{ messageId: 'call', at: ['tool', 'agent'], confidence: 0.6, causes: ['tool'] }],
      message: 'Step "tool" failed (timeout), and its caller "agent" completed as if it had not.',
    },
    {
      name: 'the caller completed and put something out',
      run: withExecution(swallowed, 'agent', { output: { summary: 'All records were read.' } }),
      findings: [{ messageId: 'call', at: ['tool', 'agent'], confidence: 0.8 }],
    },
    {
      name: 'an attempt that failed, and another that failed of something else after one that completed',
      run: completed(gantt`
        agent   : ==========
          tool  :  ==x         { failure: timeout }
          tool#2:     ==
          tool#3:       ==x    { failure: validation_error }
      `),
      findings: [{ messageId: 'call', at: ['tool#3', 'agent'] }],
      message: 'Step "tool" failed (validation_error), and its caller "agent" completed as if it had not.',
    },
    {
      name: 'two levels up, with the chain to where it began',
      run: completed(gantt`
        agent    : ======
          search :  ===x
            http :  ==x
      `),
      findings: [{ messageId: 'call', at: ['search', 'agent'], causes: ['search', 'http'] }],
    },
    {
      name: 'the run completed',
      run: completed(gantt`fetch: ==x`),
      findings: [{ messageId: 'run', at: ['fetch'] }],
    },
    {
      name: 'many times is one finding',
      run: completed(gantt`
        agent[1] : =====
          tool[1]:  ==x
        agent[2] : =====
          tool[2]:  ==x
      `),
      findings: [{ messageId: 'call', at: ['tool[1]', 'tool[2]', 'agent[1]', 'agent[2]'] }],
      message: 'Step "tool" failed (logic_error), and its caller "agent" completed as if it had not, 2 times.',
    },
  ],
});
