import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { severalRoots } from './several-roots.ts';

const nested = gantt`
  agent  : ===
    llm  :  =
  cleanup:    =
`;

testRule(severalRoots, {
  valid: [
    { name: 'a single root', run: gantt`agent: ==` },
    {
      name: 'a flat list',
      run: gantt`
        fetch: ==
        parse:   ==
      `,
    },
    {
      name: 'steps of a definition',
      definition: { id: 'drawn', steps: [{ id: 'agent' }, { id: 'cleanup' }] },
      run: nested,
    },
    {
      name: 'the other root is an orphan, which another rule reports',
      run: runOf([
        executionOf({ id: 'agent' }),
        executionOf({ id: 'llm', parentId: 'agent' }),
        executionOf({ id: 'tool', parentId: 'gone' }),
      ]),
    },
  ],
  invalid: [
    {
      name: 'two roots, one with a call inside',
      run: nested,
      findings: [{ messageId: 'roots', at: ['agent', 'cleanup'], severity: 'info' }],
      message: 'The trace has 2 roots: "agent", "cleanup".',
    },
  ],
});
