import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { unknownEdgeEnd } from './unknown-edge-end.ts';

const edge = (from: string, to: string) => ({ from, to, origin: 'explicit' }) as const;

testRule(unknownEdgeEnd, {
  valid: [
    { name: 'a single step', run: gantt`fetch: ==` },
    {
      name: 'both ends are there',
      run: gantt`
        fetch: ==
        parse:   == <- fetch
      `,
    },
  ],
  invalid: [
    {
      name: 'one end is not there',
      run: runOf([executionOf()], { edges: [edge('gone', 'fetch')] }),
      findings: [{ messageId: 'lost', at: ['fetch'], severity: 'warning', data: { count: 1 } }],
      message: 'Recorded dependencies name executions that are not in the run, and were left out: "gone" (1 of 1).',
    },
    {
      name: 'neither end is there',
      run: runOf([executionOf()], { edges: [edge('gone', '__proto__'), edge('gone', 'lost')] }),
      findings: [{ messageId: 'lost', at: [], data: { count: 2, ids: '"gone", "__proto__", "lost"' } }],
    },
  ],
});
