import { viewOf } from '@faultline/core';
import { workflowDefinitionSchema } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { handovers, type Handover } from './data-flow.ts';

const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['pages'] }] },
    { id: 'store', dependencies: [{ on: 'parse' }] },
  ],
});
const ids = ({ step, dependency, from, to }: Handover) => [
  `${dependency.on} > ${step.id}`,
  from.map(({ id }) => id),
  to.map(({ id }) => id),
];

it('hands the last attempt to every attempt', () => {
  const run = gantt`
    fetch  : ==x
    fetch#2:    ==
    parse  :      ==x
    parse#2:         ==
  `;
  expect(handovers(viewOf(run, definition)).map(ids)).toEqual([
    ['fetch > parse', ['fetch#2'], ['parse', 'parse#2']],
    ['parse > store', ['parse#2'], []],
  ]);
});

it('pairs items where both steps ran for them, else hands all to all', () => {
  const run = gantt`
    fetch   : =
    parse[a]:  ==
    parse[b]:  ==
    store[a]:    =
  `;
  expect(handovers(viewOf(run, definition)).map(ids)).toEqual([
    ['fetch > parse', ['fetch'], ['parse[a]', 'parse[b]']],
    ['parse > store', ['parse[a]'], ['store[a]']],
    ['parse > store', ['parse[b]'], []],
  ]);
  const joined = gantt`
    parse[a]: ==
    parse[b]: ==
    store   :   =
  `;
  expect(handovers(viewOf(joined, definition)).map(ids)[1]).toEqual([
    'parse > store',
    ['parse[a]', 'parse[b]'],
    ['store'],
  ]);
});

it('knows nothing without a definition', () => {
  expect(handovers(viewOf(gantt`fetch: ==`))).toEqual([]);
});
