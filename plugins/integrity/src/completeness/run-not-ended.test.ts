import { gantt, testRule } from '@faultline/plugin-testkit';
import { runNotEnded } from './run-not-ended.ts';

testRule(runNotEnded, {
  valid: [
    { name: 'it completed', run: gantt`fetch: ==` },
    { name: 'it failed', run: gantt`fetch: ==x` },
    { name: 'it was skipped', run: { ...gantt`fetch: /`, status: 'skipped' } },
  ],
  invalid: [
    {
      name: 'it runs',
      run: { ...gantt`fetch: ===`, status: 'running' },
      findings: [{ messageId: 'open', at: [], severity: 'info', data: { after: 3 } }],
      message: 'The run was still running when it was last seen, 3 ms after its start: figures are lower bounds.',
    },
    {
      name: 'it has not begun',
      run: { ...gantt`fetch: |`, status: 'pending' },
      findings: [{ messageId: 'open', at: [], data: { status: 'pending', after: 0 } }],
    },
  ],
});
