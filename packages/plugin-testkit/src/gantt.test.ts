import { expect, it } from 'vitest';
import { gantt } from './index.ts';

it('draws attempts, failures, queues, nesting, items, open ends and origins', () => {
  const run = gantt`
    fetch  : ==x                        { failure: timeout, memoryMiB: 512 }
    fetch#2:    ===
    parse  :       --====  <- fetch
      llm  :           ==               { type: llm }
    rank[1]:             ==> <dataflow- llm, fetch#1
    mail   :             /
  `;
  const rows = run.executions.map(({ id, attempt, queuedMs, startMs, endMs, status, parentId }) => [
    id,
    attempt,
    queuedMs,
    startMs,
    endMs,
    status,
    parentId,
  ]);
  expect(rows).toEqual([
    ['fetch', 1, undefined, 0, 3, 'failed', undefined],
    ['fetch#2', 2, undefined, 3, 6, 'completed', undefined],
    ['parse', 1, 6, 8, 12, 'completed', undefined],
    ['llm', 1, undefined, 10, 12, 'completed', 'parse'],
    ['rank[1]', 1, undefined, 12, undefined, 'running', undefined],
    ['mail', 1, undefined, 12, 12, 'skipped', undefined],
  ]);
  expect(run.edges.map(({ from, to, origin }) => `${from}>${to} ${origin}`)).toEqual([
    'fetch#2>parse explicit',
    'llm>rank[1] dataflow',
    'fetch>rank[1] dataflow',
  ]);
  expect(run.executions[0]).toMatchObject({ error: { type: 'timeout' }, metrics: { memoryMiB: 512 } });
});

it.each([
  ['no colon', () => gantt`fetch ==`, 'cannot read "fetch =="'],
  ['an unknown dependency', () => gantt`a: == <- b`, '"a" depends on "b", which is not drawn'],
  [
    'unaligned drawings',
    () => gantt`
      fetch: ==
      b: ==
    `,
    'the drawing of "b" starts in column 9, the first one in 13',
  ],
  [
    'one name twice',
    () => gantt`
      a: ==
      a: ==
    `,
    '"a" is drawn twice',
  ],
  [
    'an unknown origin',
    () => gantt`
      a: ==
      b: == <magic- a
    `,
    '"magic" is no edge origin',
  ],
])('says what is wrong with %s', (_what, draw, message) => {
  expect(draw).toThrow(message);
});
