import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { orphan } from './orphan.ts';

const lost = (id: string) => executionOf({ id, stepId: id, parentId: 'gone' });

testRule(orphan, {
  valid: [
    { name: 'a single root', run: gantt`agent: ==` },
    {
      name: 'a known parent',
      run: gantt`
        agent: ===
          llm:  =
      `,
    },
  ],
  invalid: [
    {
      name: 'beside a root',
      run: runOf([executionOf(), lost('llm'), lost('tool')]),
      findings: [{ messageId: 'orphans', at: ['llm', 'tool'], severity: 'warning', data: { count: 2, all: 3 } }],
      message: '2 of 3 executions name a parent that is not in the run: "llm", "tool".',
    },
    {
      name: 'the only root was called from outside, which is a note',
      run: runOf([lost('agent'), executionOf({ id: 'llm', parentId: 'agent' })]),
      findings: [{ messageId: 'orphans', at: ['agent'], severity: 'info' }],
    },
  ],
});
