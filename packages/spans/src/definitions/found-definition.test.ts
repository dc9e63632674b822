import { expect, it } from 'vitest';
import { runSchema, type Json, type Run } from '@faultline/model';
import { runsOf } from '../runs/runs-of.ts';
import { runOfSpans, tableOf, type Written } from '../table/table-of.test-support.ts';

const planOf = ({ definition }: Run) =>
  definition?.steps.map(({ id, dependencies }) => `${id} <- ${dependencies.map(({ on }) => on).join(', ')}`);

const root = (attributes: Readonly<Record<string, Json>>): Written => ({
  id: 'r',
  name: 'graph',
  from: 0,
  to: 99,
  attributes,
});
const step = (id: string, from: number, to: number): Written => ({ id, parent: 'r', from, to });

const nodes = ['split', 'left', 'right', 'merge'];
const drawn = ['split -> left', 'split -> right', 'left -> merge', 'right -> merge'];
const plan = ['split <- ', 'left <- split', 'right <- split', 'merge <- left, right'];

it.for([
  [
    'as lists',
    { 'gen_ai.workflow.nodes': nodes, 'gen_ai.workflow.edges': ['__start__ -> split', ...drawn, 'merge -> __end__'] },
  ],
  ['as JSON texts', { 'gen_ai.workflow.nodes': JSON.stringify(nodes), 'gen_ai.workflow.edges': JSON.stringify(drawn) }],
  ['as pairs', { 'gen_ai.workflow.nodes': nodes, 'gen_ai.workflow.edges': drawn.map((text) => text.split(' -> ')) }],
  [
    'as an object',
    {
      'orq.trace.graph': JSON.stringify({
        nodes: nodes.map((id) => ({ id, type: 'node' })),
        edges: drawn.map((text) => ({ source: text.split(' -> ')[0], target: text.split(' -> ')[1] })),
      }),
    },
  ],
] as const)('a graph that the run states is its definition: %s', ([_form, attributes]) => {
  const run = runOfSpans([root(attributes), step('split', 1, 2), step('right', 3, 4), step('merge', 5, 6)]);
  expect(planOf(run)).toEqual(plan);
  expect(run.definition?.steps.every(({ isOptional }) => isOptional)).toBe(true);
  expect(runSchema.parse(run)).toEqual(run);
});

it.for([
  ['has a cycle', ['agent -> tools', 'tools -> agent']],
  ['is not what the run did', ['late -> early']],
  ['is empty', []],
] as const)('a graph is no definition where it %s', ([_why, edges]) => {
  const run = runOfSpans([root({ 'gen_ai.workflow.edges': [...edges] }), step('early', 1, 2), step('late', 3, 4)]);
  expect(run.definition).toBeUndefined();
});

const built = JSON.stringify({
  id: 'w1',
  executors: { split: {}, left: {}, right: {}, merge: {} },
  edge_groups: [
    {
      type: 'FanOutEdgeGroup',
      edges: [
        { source_id: 'split', target_id: 'left' },
        { source_id: 'split', target_id: 'right' },
      ],
    },
    {
      type: 'FanInEdgeGroup',
      edges: [
        { source_id: 'left', target_id: 'merge' },
        { source_id: 'right', target_id: 'merge' },
      ],
    },
  ],
});

it('a workflow that was built in another trace is found by its id', () => {
  const runs = [
    ...runsOf(
      tableOf([
        { trace: 'run', id: 'r', name: 'workflow.run', from: 10, to: 20, attributes: { 'workflow.id': 'w1' } },
        {
          trace: 'run',
          id: 's',
          parent: 'r',
          name: 'executor.process split',
          from: 11,
          to: 12,
          attributes: { 'executor.id': 'split' },
        },
        { trace: 'other', id: 'o', name: 'workflow.run', from: 30, to: 40, attributes: { 'workflow.id': 'w2' } },
        {
          trace: 'build',
          id: 'b',
          name: 'workflow.build',
          from: 0,
          to: 1,
          attributes: { 'workflow.id': 'w1', 'workflow.definition': built },
        },
      ]),
    ),
  ];
  expect(runs.map((run) => [run.id, planOf(run)])).toEqual([
    ['build', plan],
    ['run', plan],
    ['other', undefined],
  ]);
});

it.for(['', 'no JSON', '[]', '{}', '{"edge_groups": 1}', '{"nodes": "a"}'])(
  'a definition that is %j defines nothing',
  (text) => {
    expect(runOfSpans([root({ 'workflow.definition': text })]).definition).toBeUndefined();
  },
);
