import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { failedWithoutError } from './failed-without-error.ts';

const silent = (id: string) => executionOf({ id, status: 'failed' });

testRule(failedWithoutError, {
  valid: [
    { name: 'a single step that completed', run: gantt`fetch: ==` },
    { name: 'it failed with an error', run: gantt`fetch: ==x` },
  ],
  invalid: [
    {
      name: 'it failed, and no one knows why',
      run: runOf([silent('a'), silent('b'), executionOf({ id: 'c', status: 'failed', error: { type: 'timeout' } })]),
      findings: [{ messageId: 'silent', at: ['a', 'b'], severity: 'info' }],
      message: '2 of 3 failed executions have no recorded error: "fetch".',
    },
  ],
});
