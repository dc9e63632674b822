import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { parentCycle } from './parent-cycle.ts';

const child = (id: string, parentId: string) => executionOf({ id, stepId: id, parentId });

testRule(parentCycle, {
  valid: [
    { name: 'a single step', run: gantt`agent: ==` },
    { name: 'a parent that is not there', run: runOf([child('llm', 'gone')]) },
  ],
  invalid: [
    {
      name: 'its own parent',
      run: runOf([child('agent', 'agent')]),
      findings: [{ messageId: 'cycles', at: ['agent'] }],
      message: 'Executions are their own ancestors, and count as roots: "agent" (1 of 1).',
    },
    {
      name: 'two cycles are one finding',
      run: runOf([child('a', 'b'), child('b', 'a'), child('c', 'd'), child('d', 'c')]),
      findings: [{ messageId: 'cycles', at: ['a', 'c'], data: { count: 2 } }],
    },
  ],
});
