import { gantt, testRule } from '@faultline/plugin-testkit';
import { slowStep } from './slow-step.ts';

const history = Array.from({ length: 50 }, (_, index) => ({ ...gantt`fetch: ==`, id: `run-${index}` }));

testRule(slowStep, {
  valid: [
    { name: 'three times the usual 2 ms', history, run: gantt`fetch: ======` },
    {
      name: 'a step that takes no time',
      history: history.map(({ id }) => ({ ...gantt`fetch: |`, id })),
      run: gantt`fetch: =`,
    },
    { name: 'nobody said what is usual', run: gantt`fetch: =======` },
  ],
  invalid: [
    {
      name: 'more than three times the usual 2 ms',
      history,
      run: gantt`fetch: =======`,
      findings: [{ messageId: 'slow', at: ['fetch'], score: 3.5 }],
      message: 'Step "fetch" took 7 ms, 3.5x its usual 2 ms.',
    },
  ],
});
