import { testRule, gantt, withExecution } from '@faultline/plugin-testkit';
import type { Json, Run } from '@faultline/model';
import { repeatedWork } from './repeated-work.ts';

/** The run with payloads: by execution, its input and its output. */
const handing = (run: Run, payloads: Readonly<Record<string, readonly [input: Json, output?: Json]>>): Run =>
  Object.entries(payloads).reduce(
    (changed, [id, [input, output]]) => withExecution(changed, id, { input, ...(output !== undefined && { output }) }),
    run,
  );

const chain = gantt`
  search[1]: ====
  search[2]:     ====
  search[3]:         ====
  write    :             ==
`;

testRule(repeatedWork, {
  valid: [
    { name: 'inputs that differ', run: handing(chain, { 'search[1]': ['a', 1], 'search[2]': ['b', 1] }) },
    { name: 'inputs that were not recorded', run: chain },
    {
      name: 'a retry: what failed gave no answer',
      run: handing(
        gantt`
          fetch  : ==x
          fetch#2:    ===
        `,
        { fetch: ['a'], 'fetch#2': ['a', 1] },
      ),
    },
    {
      name: 'a person who is asked twice',
      run: handing(
        gantt`
          approve[1]: ====     {type: human}
          approve[2]:     ==== {type: human}
        `,
        { 'approve[1]': ['a', 'yes'], 'approve[2]': ['a', 'yes'] },
      ),
    },
    {
      name: 'equal inputs at the same time: the first had no answer yet',
      run: handing(
        gantt`
          search[1]: ====
          search[2]:  ====
        `,
        { 'search[1]': ['a', 1], 'search[2]': ['a', 1] },
      ),
    },
    {
      name: 'less work than is worth a word',
      run: handing(chain, { 'search[1]': ['a', 1], 'search[2]': ['a', 1] }),
      options: { leastShare: 0.3 },
    },
  ],
  invalid: [
    {
      name: 'two repetitions in a chain',
      run: handing(chain, {
        'search[1]': [{ q: 1, n: 2 }, 1],
        'search[2]': [{ n: 2, q: 1 }, 1],
        'search[3]': [{ q: 1, n: 2 }, 1],
      }),
      message:
        'Step "search" was given equal inputs again, 2 of 3 times, with equal outputs: 8 ms of work done before. Keeping its answers would have ended this run 8 ms earlier.',
      findings: [
        {
          messageId: 'repeated',
          at: ['search[2]', 'search[3]'],
          impact: { savesMs: { low: 8, expected: 8, high: 8 }, basis: 'retimed' },
        },
      ],
    },
    {
      name: 'a repetition beside something longer saves nothing but its work',
      run: handing(
        gantt`
          search[1]: ==
          search[2]:   ==   <- search[1]
          load     :   ==== <- search[1]
        `,
        { 'search[1]': ['a', 1], 'search[2]': ['a', 1] },
      ),
      findings: [{ messageId: 'repeated', at: ['search[2]'], data: { wasted: 2, saves: 0 } }],
    },
    {
      name: 'finding the answer takes its time too',
      run: handing(chain, { 'search[1]': ['a', 1], 'search[2]': ['a', 1] }),
      options: { hitMs: 1 },
      findings: [{ messageId: 'repeated', at: ['search[2]'], data: { saves: 3 } }],
    },
    {
      name: 'outputs that nobody recorded',
      run: handing(chain, { 'search[1]': ['a'], 'search[3]': ['a'] }),
      findings: [
        {
          messageId: 'unchecked',
          at: ['search[3]'],
          impact: { savesMs: { low: 0, expected: 4, high: 4 }, basis: 'retimed' },
        },
      ],
    },
    {
      name: 'different answers to one question',
      run: handing(chain, { 'search[1]': ['a', 1], 'search[2]': ['a', 2], 'search[3]': ['b', 2] }),
      findings: [
        {
          messageId: 'ambiguous',
          at: ['search[2]'],
          data: { inputs: 1, compared: 1 },
          impact: { savesMs: { low: 0, expected: 0, high: 0 }, basis: 'retimed' },
        },
      ],
    },
  ],
});
