import { gantt, testRule } from '@faultline/plugin-testkit';
import { cascadingFailure } from './cascading-failure.ts';

const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'parse', dependencies: ['fetch'] },
    { id: 'rank', dependencies: ['parse'] },
    { id: 'mail', dependencies: ['rank'] },
  ],
} as const;

testRule(cascadingFailure, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ==` },
    {
      name: 'one other step',
      run: gantt`
        fetch: ==x
        parse:    /  <- fetch
      `,
    },
    {
      name: 'callers only',
      run: gantt`
        agent   : =====x
          search:  ===x
            http:  ==x
      `,
    },
    {
      name: 'fewer than asked for',
      options: { minSteps: 3 },
      run: gantt`
        fetch: ==x
        parse:    /  <- fetch
        rank :    /  <- parse
      `,
    },
  ],
  invalid: [
    {
      name: 'two steps behind each other',
      run: gantt`
        fetch: ==x
        parse:    ==x  <- fetch
        rank :       /  <- parse
        mail : ==
      `,
      findings: [
        {
          messageId: 'cascade',
          at: ['fetch', 'parse', 'rank'],
          severity: 'info',
          causes: ['rank', 'parse', 'fetch'],
          confidence: 0.7,
        },
      ],
      message: 'The failure of step "fetch" took down 2 of the other 3 steps, up to 2 links away: "parse", "rank".',
    },
    {
      name: 'steps that never ran',
      definition,
      run: gantt`fetch: ==x`,
      findings: [{ messageId: 'cascade', at: ['fetch'], data: { down: 3, others: 3 }, causes: ['fetch'] }],
    },
    {
      name: 'each of two',
      run: gantt`
        a : ==x
        a1:    /  <- a
        a2:    /  <- a
        b : ==x
        b1:    /  <- b
        b2:    /  <- b
      `,
      findings: [
        { messageId: 'cascade', at: ['a', 'a1', 'a2'], data: { reach: 'one link away' } },
        { messageId: 'cascade', at: ['b', 'b1', 'b2'] },
      ],
    },
  ],
});
