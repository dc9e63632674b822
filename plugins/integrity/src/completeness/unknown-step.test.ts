import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { unknownStep } from './unknown-step.ts';

const definition = { id: 'drawn', steps: [{ id: 'fetch' }, { id: 'parse' }] };

testRule(unknownStep, {
  valid: [
    { name: 'no definition', run: gantt`fetch: ==` },
    { name: 'a single known step', definition, run: gantt`fetch: ==` },
    {
      name: 'calls inside of a step',
      definition,
      run: gantt`
        fetch    : =====
          agent  :  ===
            llm  :   =
      `,
    },
    {
      name: 'what stands around the steps',
      definition,
      run: gantt`
        workflow   : =====
          crew     : =====
            fetch  : ==
      `,
    },
    {
      name: 'a call whose clock puts it before its step',
      definition,
      run: runOf([
        executionOf({ startMs: 5, endMs: 9 }),
        executionOf({ id: 'llm', stepId: 'llm', parentId: 'tool', startMs: 0, endMs: 2 }),
        executionOf({ id: 'tool', stepId: 'tool', parentId: 'fetch', startMs: 1, endMs: 3 }),
      ]),
    },
  ],
  invalid: [
    {
      name: 'beside a known step',
      definition,
      run: gantt`
        fetch: ==
        store:   ==
      `,
      findings: [{ messageId: 'unknown', at: ['store'], severity: 'warning', data: { count: 1 } }],
      message: 'The definition of "drawn" does not have 1 of the steps that ran: "store".',
    },
    {
      name: 'inside of what stands around the steps',
      definition,
      run: gantt`
        workflow         : =====
          fetch          : ==
          store          :   ==
            fetch[inner] :   =
      `,
      findings: [{ messageId: 'unknown', at: ['store'] }],
    },
    {
      name: 'items and attempts of one step count once',
      definition,
      run: gantt`
        parse    : ==
        rank[a]  :   =x
        rank[a]#2:     =
        rank[b]  :   ==
        mail     :       =
      `,
      findings: [{ messageId: 'unknown', at: ['rank[a]', 'mail'], data: { count: 2, names: '"rank", "mail"' } }],
    },
    {
      name: 'no step is known at all',
      definition,
      run: gantt`
        fetsh: ===
          llm:  =
      `,
      findings: [{ messageId: 'unknown', at: ['fetsh'], data: { names: '"fetsh"' } }],
    },
  ],
});
