import { gantt, testRule, withExecution } from '@faultline/plugin-testkit';
import type { Json, Run } from '@faultline/model';
import { parallelizeIndependentSteps } from './parallelize-independent-steps.ts';

const handing = (run: Run, payloads: Readonly<Record<string, readonly [input: Json, output: Json]>>): Run =>
  Object.entries(payloads).reduce(
    (changed, [id, [input, output]]) => withExecution(changed, id, { input, output }),
    run,
  );

const implied = gantt`
  labs   : ====
  history:     ====
  write  :         ==
`;
const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'labs', dependencies: ['fetch'] },
    { id: 'history', dependencies: ['fetch'] },
    { id: 'write', dependencies: ['labs', 'history'] },
  ],
};
const serial = gantt`
  fetch  : ==
  labs   :   ====
  history:       ====
  write  :           ==
`;

testRule(parallelizeIndependentSteps, {
  valid: [
    {
      name: 'an order that is recorded',
      run: gantt`
        labs   : ====
        history:     ==== <- labs
      `,
    },
    {
      name: 'an order that the definition asks for',
      run: serial,
      definition: {
        ...definition,
        steps: [
          { id: 'fetch' },
          { id: 'labs', dependencies: ['fetch'] },
          { id: 'history', dependencies: ['labs'] },
          { id: 'write', dependencies: ['labs', 'history'] },
        ],
      },
    },
    { name: 'nothing is known of what was handed over', run: implied },
    {
      name: 'a value that was handed over',
      run: handing(implied, {
        labs: [{ patient: 17 }, { crp: 3.25 }],
        history: ['Labs: crp 3.25', { crp: 3.25, visits: 14 }],
        write: [{ crp: 3.25, visits: 14 }, 'done'],
      }),
    },
    {
      name: 'an order that the definition asks for by way of a step that is missing, beside one that it does not know',
      run: handing(
        gantt`
          fetch  : ==
          write  :   ====
          unknown: ==
        `,
        { fetch: ['a', 'first page'], write: ['b', 'second page'] },
      ),
      definition,
    },
    {
      name: 'a wait in a queue',
      run: gantt`
        fetch  : ==
        labs   :   ====
        history:   ----====
        write  :           ==
      `,
      definition,
    },
    {
      name: 'less than is worth a word',
      run: serial,
      definition,
      options: { leastShare: 0.4 },
    },
  ],
  invalid: [
    {
      name: 'steps of a plan that one worker did in turn',
      run: serial,
      definition,
      message:
        'Step "history" had all it needs by definition, yet started 4 ms later, when "labs" had ended. Side by side they would have ended this run 4 ms earlier.',
      findings: [
        {
          messageId: 'planned',
          at: ['history', 'labs'],
          impact: { savesMs: { low: 4, expected: 4, high: 4 }, basis: 'retimed' },
        },
      ],
    },
    {
      name: 'steps without a plan that hand over nothing',
      run: handing(implied, {
        labs: [{ patient: 17 }, { crp: 3.25 }],
        history: [{ patient: 17 }, { visits: 14 }],
        write: [{ crp: 3.25, visits: 14 }, 'done'],
      }),
      message:
        'Step "history" ran after "labs", although no need is recorded and no value of its output is in the input. Side by side they would have ended this run 4 ms earlier.',
      findings: [
        {
          messageId: 'unneeded',
          at: ['labs', 'history'],
          impact: { savesMs: { low: 0, expected: 4, high: 4 }, basis: 'retimed' },
        },
      ],
    },
    {
      name: 'rounds of a loop that do not build on each other',
      run: handing(
        gantt`
          fetch[1]: ===
          fetch[2]:    ===
          fetch[3]:       ===
        `,
        { 'fetch[1]': ['a', 'first page'], 'fetch[2]': ['b', 'second page'], 'fetch[3]': ['c', 'third page'] },
      ),
      findings: [{ messageId: 'rounds', at: ['fetch[1]', 'fetch[2]', 'fetch[3]'], data: { saves: 6 } }],
    },
  ],
});
