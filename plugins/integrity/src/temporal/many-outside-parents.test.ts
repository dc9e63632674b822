import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { manyOutsideParents } from './many-outside-parents.ts';

const agent = executionOf({ id: 'agent', stepId: 'agent', startMs: 10, endMs: 20 });
const interval = { startMs: 0, endMs: 200 };
const tools = (count: number, startMs: number) =>
  Array.from({ length: count }, (_, at) =>
    executionOf({ id: `tool-${startMs}-${at}`, parentId: 'agent', startMs: startMs + at, endMs: startMs + at + 1 }),
  );

const roots = (count: number) =>
  Array.from({ length: count }, (_, at) => executionOf({ id: `root-${at}`, startMs: 300, endMs: 301 }));

testRule(manyOutsideParents, {
  valid: [
    { name: 'a single step', run: gantt`agent: ==` },
    { name: 'all inside', run: runOf([agent, ...tools(9, 10)], interval) },
    { name: 'as many as may be', run: runOf([agent, ...tools(4, 30)], interval) },
    {
      name: 'as large a share as may be',
      run: runOf([agent, ...tools(5, 30), ...tools(5, 11)], interval),
      options: { mostShare: 0.5 },
    },
    {
      name: 'left behind on purpose',
      run: runOf([agent, ...tools(9, 30).map((one) => ({ ...one, isAsync: true }))], interval),
    },
    {
      name: 'what never began',
      run: runOf([agent, ...tools(9, 30).map((one) => ({ ...one, status: 'skipped' as const }))], interval),
    },
    {
      name: 'roots outside of the run',
      run: runOf(roots(9), interval),
    },
  ],
  invalid: [
    {
      name: 'one more than may be',
      run: runOf([agent, ...tools(5, 30), ...tools(5, 11)], interval),
      findings: [
        {
          messageId: 'many',
          at: [0, 1, 2, 3, 4].map((at) => `tool-30-${at}`),
          data: { outside: 5, called: 10 },
          evidence: [{ type: 'measured', metric: 'outsideShare', value: 0.5, unit: 'share' }],
        },
      ],
      message:
        '5 of 10 executions with a parent lie wholly outside of it: the critical path does not lead through them.',
    },
    {
      name: 'before and after',
      run: runOf([agent, ...tools(3, 2), ...tools(3, 30)], interval),
      findings: [
        { messageId: 'many', at: ['tool-2-0', 'tool-2-1', 'tool-2-2', 'tool-30-0', 'tool-30-1', 'tool-30-2'] },
      ],
    },
  ],
});
