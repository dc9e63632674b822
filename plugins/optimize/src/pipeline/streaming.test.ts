import { gantt, testRule } from '@faultline/plugin-testkit';
import { streaming } from './streaming.ts';

testRule(streaming, {
  valid: [
    {
      name: 'items that start when their own is there',
      run: gantt`
        fetch[1]: ==
        fetch[2]:   ==
        parse[1]:   ==   <- fetch[1]
        parse[2]:     == <- fetch[2]
      `,
    },
    {
      name: 'one item has no other to wait for',
      run: gantt`
        fetch: ==
        write:   ==== <- fetch
      `,
    },
    {
      name: 'items that end at the same time',
      run: gantt`
        fetch[1]: ==
        fetch[2]: ==
        write   :   ==== <- fetch[1], fetch[2]
      `,
    },
    {
      name: 'attempts at one item',
      run: gantt`
        fetch  : =x
        fetch#2:   ==
        write  :     ==== <- fetch#1, fetch#2
      `,
    },
  ],
  invalid: [
    {
      name: 'paired items that wait for the last',
      run: gantt`
        fetch[1]: ==
        fetch[2]:   ==
        fetch[3]:     ==
        parse[1]:       ==     <- fetch[1]
        parse[2]:         ==   <- fetch[2]
        parse[3]:           == <- fetch[3]
      `,
      message:
        'The 3 items of step "parse" each need their own of "fetch", yet all waited for the last of them. Started one by one they would have ended this run up to 4 ms earlier.',
      findings: [
        {
          messageId: 'items',
          at: ['parse[1]', 'parse[2]', 'parse[3]'],
          impact: { savesMs: { low: 0, expected: 4, high: 4 }, basis: 'retimed' },
        },
      ],
    },
    {
      name: 'a step that waits for all items: 2 of its 6 ms are left after the last',
      run: gantt`
        fetch[1]: ===
        fetch[2]:    ===
        fetch[3]:       ===
        write   :          ====== <- fetch[1], fetch[2], fetch[3]
      `,
      findings: [
        {
          messageId: 'whole',
          at: ['write'],
          data: { items: 3, saves: 4 },
          impact: { savesMs: { low: 0, expected: 4, high: 4 }, basis: 'retimed' },
        },
      ],
    },
  ],
});
