import { gantt, testRule } from '@faultline/plugin-testkit';
import { resourceBound } from './resource-bound.ts';

testRule(resourceBound, {
  valid: [
    {
      name: 'a start without a queue',
      run: gantt`
        fetch: ==
        parse:    === <- fetch
      `,
    },
    {
      name: 'a queue beside something longer',
      run: gantt`
        fetch: ==
        parse:   --=     <- fetch
        load :   ======= <- fetch
      `,
    },
  ],
  invalid: [
    {
      name: 'one worker for two steps',
      run: gantt`
        fetch: ==
        parse:   ====     <- fetch
        load :   ----==== <- fetch
      `,
      message:
        'Executions of step "load" stood in a queue, 4 ms in all, while up to 1 other executions ran. Without its waits this run would have ended up to 4 ms earlier.',
      findings: [
        {
          messageId: 'queued',
          at: ['load'],
          impact: { savesMs: { low: 0, expected: 2, high: 4 }, basis: 'retimed' },
        },
      ],
    },
  ],
});
