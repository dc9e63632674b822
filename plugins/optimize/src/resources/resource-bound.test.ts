import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
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
      name: 'a person who was asked',
      run: gantt`
        fetch  : ==
        parse  :   ====     <- fetch
        approve:   ----==== <- fetch  { type: human }
      `,
    },
    {
      name: 'a queue while nothing else ran',
      run: gantt`
        fetch: ==
        load :   ----==== <- fetch
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
      name: 'two workers for three steps, of which one is done, in one that calls them all',
      run: gantt`
        agent  : ==========
          fetch:  ==
          parse:    ====     <- fetch
          rank :    ====     <- fetch
          load :    ---===== <- fetch
      `,
      message:
        'Executions of step "load" stood in a queue, 3 ms in all, while up to 2 other executions ran. Without its waits this run would have ended up to 3 ms earlier.',
      findings: [{ messageId: 'queued', at: ['load'] }],
    },
    {
      name: 'many in one queue, in a time that does not grow with their square',
      run: runOf(
        Array.from({ length: 40_000 }, (_, item) =>
          executionOf({
            id: `load${item}`,
            stepId: 'load',
            item: `${item}`,
            queuedMs: 0,
            startMs: item,
            endMs: item + 40_000,
          }),
        ),
      ),
      findings: [
        {
          messageId: 'queued',
          at: Array.from({ length: 100 }, (_, item) => `load${item + 1}`),
          data: { others: 39_999 },
        },
      ],
    },
    {
      name: 'one worker for two steps',
      run: gantt`
        fetch: ==
        parse:   ====     <- fetch
        load :   ----==== <- fetch
      `,
      message:
        'Executions of step "load" stood in a queue, 4 ms in all, while up to 1 other execution ran. Without its waits this run would have ended up to 4 ms earlier.',
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
