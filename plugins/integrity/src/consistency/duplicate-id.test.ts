import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { duplicateId } from './duplicate-id.ts';

const fetched = executionOf({ id: 'x' });

testRule(duplicateId, {
  valid: [
    { name: 'a single step', run: gantt`fetch: ==` },
    {
      name: 'two executions of one step at one time',
      run: gantt`
        fetch[a]: ==
        fetch[b]: ==
      `,
    },
  ],
  invalid: [
    {
      name: 'two executions share an id',
      run: runOf([fetched, executionOf({ id: 'x', startMs: 3, endMs: 4 })]),
      findings: [{ messageId: 'shared', at: ['x~2'], severity: 'error', data: { count: 1 } }],
      message: '1 of 2 executions had the id of another one, and got a new one: "fetch".',
    },
    {
      name: 'one execution was sent three times',
      run: runOf([fetched, fetched, fetched]),
      findings: [{ messageId: 'repeated', at: ['x'], severity: 'info', data: { count: 1 } }],
    },
    {
      name: 'an id "__proto__" twice',
      run: runOf([executionOf({ id: '__proto__' }), executionOf({ id: '__proto__', endMs: 7 })]),
      findings: [{ messageId: 'shared', at: ['__proto__~2'] }],
    },
  ],
});
