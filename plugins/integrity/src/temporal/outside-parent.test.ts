import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { outsideParent } from './outside-parent.ts';

const agent = executionOf({ id: 'agent', stepId: 'agent', startMs: 10, endMs: 20 });
const llm = (startMs: number, endMs: number, id = 'llm') =>
  executionOf({ id, stepId: 'llm', parentId: 'agent', startMs, endMs });
const interval = { startMs: 0, endMs: 40 };

testRule(outsideParent, {
  valid: [
    { name: 'a single step', run: gantt`agent: ==` },
    { name: 'inside', run: runOf([agent, llm(12, 20)], interval) },
    { name: 'a moment in common at the start', run: runOf([agent, llm(2, 11)], interval) },
    { name: 'a moment in common at the end', run: runOf([agent, llm(19, 30)], interval) },
    { name: 'an instant on the edge', run: runOf([agent, llm(20, 20)], interval) },
    { name: 'declared asynchronous', run: runOf([agent, { ...llm(25, 30), isAsync: true }], interval) },
    {
      name: 'a root outside of the run',
      run: runOf([executionOf({ startMs: 50, endMs: 60 })], interval),
    },
    { name: 'a parent that ends before it starts', run: runOf([{ ...agent, endMs: 2 }, llm(12, 18)], interval) },
  ],
  invalid: [
    {
      name: 'it had ended when its parent started',
      run: runOf([agent, llm(2, 7)], interval),
      findings: [{ messageId: 'before', at: ['llm', 'agent'], severity: 'warning', data: { apart: 3 } }],
      message: 'Step "llm" ended 3 ms before its parent "agent" started.',
    },
    {
      name: 'it touches the start of its parent only',
      run: runOf([agent, llm(2, 10)], interval),
      findings: [{ messageId: 'before', at: ['llm', 'agent'], data: { apart: 0 } }],
    },
    {
      name: 'work left behind, the worst of several',
      run: runOf([agent, llm(22, 25), llm(26, 30, 'llm2')], interval),
      findings: [{ messageId: 'after', at: ['llm2', 'agent', 'llm'], severity: 'info', data: { apart: 6 } }],
      message: 'Step "llm" started 6 ms after its parent "agent" had ended (the worst of 2 executions).',
    },
  ],
});
