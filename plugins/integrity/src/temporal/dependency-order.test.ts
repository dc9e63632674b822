import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { dependencyOrder } from './dependency-order.ts';

const definition = {
  id: 'drawn',
  steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetch' }] }],
};

testRule(dependencyOrder, {
  valid: [
    { name: 'a single step', definition, run: gantt`fetch: ==` },
    {
      name: 'it starts when its dependency ends',
      definition,
      run: gantt`
        fetch: ===
        parse:    ==
      `,
    },
    {
      name: 'an overlap within the tolerance',
      definition,
      run: gantt`
        fetch: ===
        parse:   ==
      `,
    },
    {
      name: 'a linked step that takes a stream',
      run: gantt`
        fetch: =====
        parse:  ======  <- fetch
      `,
    },
    {
      name: 'a link between a caller and what it called',
      run: gantt`
        agent: =====
          llm:  ===     <- agent
      `,
    },
    {
      name: 'an edge that is itself taken from times',
      run: gantt`
        parse: ==
        fetch: ==== <~ parse
      `,
    },
    {
      name: 'a retry on the heels of the first attempt',
      definition,
      run: gantt`
        fetch  : ===x
        fetch#2:    ==
        parse  :      ==
      `,
    },
    {
      name: 'a skipped step, whatever its time',
      definition,
      run: gantt`
        fetch: ====
        parse:  /
      `,
    },
    {
      name: 'a dependency whose end was not recorded',
      definition,
      run: runOf(
        [
          { id: 'fetch', stepId: 'fetch', startMs: 0, status: 'completed' },
          { id: 'parse', stepId: 'parse', startMs: 3, endMs: 9, status: 'completed' },
        ],
        { endMs: 9 },
      ),
    },
  ],
  invalid: [
    {
      name: 'a declared dependency goes on',
      definition,
      run: gantt`
        fetch: =====
        parse:   ==
      `,
      findings: [
        {
          messageId: 'early',
          at: ['parse', 'fetch'],
          severity: 'error',
          data: { step: 'parse', dependency: 'fetch', early: 3 },
          evidence: [
            { type: 'edge', from: 'fetch', to: 'parse', origin: 'declared' },
            { type: 'measured', metric: 'overlapMs', value: 3, unit: 'ms', executionId: 'parse' },
          ],
        },
      ],
      message: 'Step "parse" started 3 ms before its dependency "fetch" ended.',
    },
    {
      name: 'an overlap above a tolerance of none',
      definition,
      options: { toleranceMs: 0 },
      run: gantt`
        fetch: ===
        parse:   ==
      `,
      findings: [{ messageId: 'early', at: ['parse', 'fetch'], data: { early: 1 } }],
    },
    {
      name: 'it completed after its dependency but started before it ended',
      definition,
      run: gantt`
        fetch: ====
        parse: =======
      `,
      findings: [{ messageId: 'early', at: ['parse', 'fetch'], data: { early: 4 } }],
    },
    {
      name: 'the dependency is still open',
      definition,
      run: gantt`
        fetch: =====>
        parse:   ==
      `,
      findings: [{ messageId: 'early', at: ['parse', 'fetch'], data: { early: 4 } }],
    },
    {
      name: 'a linked step that started first',
      run: gantt`
        parse: ==       <- fetch
        fetch:    ===
      `,
      findings: [{ messageId: 'early', at: ['parse', 'fetch'], severity: 'warning', data: { early: 6 } }],
    },
    {
      name: 'a linked step that started at the same time',
      run: gantt`
        fetch: ===
        parse: ====  <framework- fetch
      `,
      findings: [{ messageId: 'early', at: ['parse', 'fetch'], severity: 'warning', data: { early: 3 } }],
    },
    {
      name: 'items of one step are one finding',
      definition,
      run: gantt`
        fetch[a]: =====
        fetch[b]: =====
        parse[a]:   ==
        parse[b]:  ==
      `,
      findings: [{ messageId: 'early', at: ['parse[b]', 'fetch[b]', 'parse[a]'], data: { early: 4 } }],
      message: 'Step "parse" started 4 ms before its dependency "fetch" ended (the worst of 2 executions).',
    },
    {
      name: 'two dependencies are two findings',
      definition: {
        id: 'drawn',
        steps: [{ id: 'fetch' }, { id: 'load' }, { id: 'parse', dependencies: [{ on: 'fetch' }, { on: 'load' }] }],
      },
      run: gantt`
        fetch: =====
        load : =====
        parse:   ==
      `,
      findings: [
        { messageId: 'early', at: ['parse', 'fetch'] },
        { messageId: 'early', at: ['parse', 'load'] },
      ],
    },
    {
      name: 'a fan-in goes by the last of what it joins',
      definition,
      run: runOf([
        ...[3, 9, 6].map((endMs, index) => executionOf({ id: `f${index}`, item: `f${index}`, endMs })),
        ...[4, 10, 5].map((startMs, index) =>
          executionOf({ id: `p${index}`, stepId: 'parse', item: `p${index}`, startMs, endMs: 12 }),
        ),
      ]),
      findings: [{ messageId: 'early', at: ['p0', 'f1', 'p2'], data: { early: 5 } }],
    },
  ],
});
