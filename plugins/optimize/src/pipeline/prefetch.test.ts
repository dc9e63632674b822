import { gantt, testRule } from '@faultline/plugin-testkit';
import { prefetch } from './prefetch.ts';

const run = gantt`
  ask   : ==
  check :   ======
  lookup:         ====
  write :             ==
`;
const defined = (type: string, dependencyType: string) => ({
  id: 'drawn',
  steps: [
    { id: 'ask' },
    { id: 'check', dependencies: ['ask'] },
    { id: 'lookup', type, dependencies: ['ask', { on: 'check', dependencyType }] },
    { id: 'write', dependencies: ['lookup'] },
  ],
});

testRule(prefetch, {
  valid: [
    { name: 'a step that takes data from what it waited for', run, definition: defined('retriever', 'data') },
    { name: 'a step that does more than read', run, definition: defined('analysis', 'control') },
    { name: 'no definition that says what is data', run },
    {
      name: 'a gate that was open before the input was there',
      run: gantt`
        ask   : ======
        check : ==
        lookup:       ====
        write :           ==
      `,
      definition: {
        id: 'drawn',
        steps: [
          { id: 'ask' },
          { id: 'check' },
          { id: 'lookup', type: 'retriever', dependencies: ['ask', { on: 'check', dependencyType: 'control' }] },
          { id: 'write', dependencies: ['lookup'] },
        ],
      },
    },
  ],
  invalid: [
    {
      name: 'a look-up behind a gate',
      run,
      definition: defined('retriever', 'control'),
      message:
        'Step "lookup" only reads; its input was there 6 ms before it started, but it waited for "check", from which it takes no data. Read ahead, this run would have ended 4 ms earlier.',
      findings: [
        {
          messageId: 'early',
          at: ['lookup'],
          impact: { savesMs: { low: 4, expected: 4, high: 4 }, basis: 'retimed' },
          evidence: [{ type: 'edge', from: 'check', to: 'lookup', origin: 'declared' }],
        },
      ],
    },
    {
      name: 'a longer look-up is hidden in part',
      run: gantt`
        ask   : ==
        check :   ==
        lookup:     ======
        write :           ==
      `,
      definition: defined('consultation', 'control'),
      findings: [{ messageId: 'early', at: ['lookup'], data: { ahead: 2, saves: 2 } }],
    },
  ],
});
