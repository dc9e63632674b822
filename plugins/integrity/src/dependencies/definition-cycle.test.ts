import { gantt, testRule } from '@faultline/plugin-testkit';
import { definitionCycle } from './definition-cycle.ts';

const needing = (needs: Record<string, readonly string[]>) => ({
  id: 'essay',
  steps: Object.entries(needs).map(([id, on]) => ({ id, dependencies: on.map((step) => ({ on: step })) })),
});
const ring = (length: number) =>
  needing(Object.fromEntries(Array.from({ length }, (_, at) => [`s${at}`, [`s${(at + length - 1) % length}`]])));

testRule(definitionCycle, {
  valid: [
    { name: 'no definition', run: gantt`draft: ==` },
    { name: 'a single step', definition: needing({ draft: [] }), run: gantt`draft: ==` },
    {
      name: 'two ways to one step',
      definition: needing({ draft: [], check: ['draft'], print: ['draft', 'check'] }),
      run: gantt`draft: ==`,
    },
  ],
  invalid: [
    {
      name: 'two steps wait for each other',
      definition: needing({ draft: ['review'], review: ['draft'], print: ['review'] }),
      run: gantt`print: ==`,
      findings: [{ messageId: 'cycle', at: ['draft', 'review'], data: { count: 2 } }],
      message: 'The definition of "essay" has a cycle of 2: "draft" > "review" > "draft".',
    },
    {
      name: 'a step waits for itself',
      definition: needing({ draft: ['draft'] }),
      run: gantt`draft: ==`,
      findings: [{ messageId: 'cycle', at: ['draft'], data: { count: 1, cycle: '"draft" > "draft"' } }],
    },
    {
      name: 'two cycles are two findings',
      definition: needing({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] }),
      run: gantt`a: ==`,
      findings: [
        { messageId: 'cycle', at: ['a', 'b'] },
        { messageId: 'cycle', at: ['c', 'd'] },
      ],
    },
    {
      name: 'a long cycle is cut short in words and in places',
      definition: ring(5000),
      run: gantt`s0: ==`,
      findings: [{ messageId: 'cycle', at: Array.from({ length: 100 }, (_, at) => `s${at}`), data: { count: 5000 } }],
    },
  ],
});
