import { gantt, testRule } from '@faultline/plugin-testkit';
import { attemptOrder } from './attempt-order.ts';

testRule(attemptOrder, {
  valid: [
    { name: 'a single attempt', run: gantt`fetch: ==` },
    {
      name: 'one after the other',
      run: gantt`
        fetch  : ==x
        fetch#2:    ==x
        fetch#3:        ==
      `,
    },
    {
      name: 'an overlap within the tolerance',
      run: gantt`
        fetch  : ==x
        fetch#2:   ==
      `,
    },
    {
      name: 'items side by side',
      run: gantt`
        fetch[a]: ====
        fetch[b]: ====
      `,
    },
    {
      name: 'the end of the attempt before is not known',
      run: gantt`
        fetch  : ==>
        fetch#2:  ==
      `,
    },
  ],
  invalid: [
    {
      name: 'it started before the attempt before had ended',
      run: gantt`
        fetch  : ===x
        fetch#2:   ==
      `,
      findings: [{ messageId: 'overlap', at: ['fetch#2'], severity: 'warning', data: { early: 2 } }],
      message: 'Step "fetch": attempt 2 started 2 ms before attempt 1 had ended.',
    },
    {
      name: 'above a tolerance of none',
      options: { toleranceMs: 0 },
      run: gantt`
        fetch  : ==x
        fetch#2:   ==
      `,
      findings: [{ messageId: 'overlap', at: ['fetch#2'], data: { early: 1 } }],
    },
    {
      name: 'the first attempts are missing',
      run: gantt`fetch#3: ==`,
      findings: [{ messageId: 'gap', at: ['fetch#3'], data: { attempt: 3, missing: 2 } }],
      message: 'Step "fetch": attempt 3 is recorded, but 2 before it are not.',
    },
    {
      name: 'an attempt between is missing, in two items',
      run: gantt`
        fetch[a]  : ==x
        fetch[a]#3:     ==
        fetch[b]  : ==x
        fetch[b]#4:     ==
      `,
      findings: [{ messageId: 'gap', at: ['fetch[a]#3', 'fetch[b]#4'], data: { attempt: 4, missing: 2 } }],
    },
    {
      name: 'there was nothing to try again',
      run: gantt`
        fetch  : ===
        fetch#2:     ==
      `,
      findings: [{ messageId: 'needless', at: ['fetch#2'], data: { before: 1 } }],
      message: 'Step "fetch": attempt 2 was made although attempt 1 had completed.',
    },
  ],
});
