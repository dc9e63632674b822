import { expect, it } from 'vitest';
import { edgeTexts, runOfSpans, type Written } from '../table/table-of.test-support.ts';

const root = { id: 'r', name: 'graph', from: 0, to: 99 } as const;

const node = (id: string, superstep: number, from: number, to: number, triggers: readonly string[] = []): Written => ({
  id,
  parent: 'r',
  from,
  to,
  attributes: {
    langgraph_node: id.replace(/\d+$/, ''),
    langgraph_step: superstep,
    langgraph_triggers: [...triggers],
    langgraph_checkpoint_ns: `${id}:1`,
  },
  name: id.replace(/\d+$/, ''),
});

it('branches that run in one superstep do not wait for each other', () => {
  const run = runOfSpans([
    root,
    node('split', 1, 1, 2),
    node('left', 2, 3, 4),
    node('right', 2, 5, 8),
    node('merge', 3, 9, 10),
  ]);
  expect(edgeTexts(run)).toEqual([
    'left -> merge (framework)',
    'right -> merge (framework)',
    'split -> left (framework)',
    'split -> right (framework)',
  ]);
});

it('a loop of nodes is a chain of its rounds', () => {
  const run = runOfSpans([root, node('agent1', 1, 1, 2), node('tools1', 2, 3, 4), node('agent2', 3, 5, 6)]);
  expect(edgeTexts(run)).toEqual(['agent1 -> tools1 (framework)', 'tools1 -> agent2 (framework)']);
  expect(run.executions.map(({ stepId, item }) => `${stepId}[${item}]`)).toEqual([
    'graph[]',
    'agent[]',
    'tools[]',
    'agent[2]',
  ]);
});

const batch = (name: string, superstep: number, from: number) =>
  Array.from({ length: 200 }, (_, at) => node(`${name}${at}`, superstep, from, from + 1));

it('a batch of 200 x 200 is one join', () => {
  const { edges, joins = [] } = runOfSpans([root, ...batch('map', 1, 1), ...batch('check', 2, 3)]);
  expect([edges.length, joins.map(({ from, to, origin }) => [from.length, to.length, origin])]).toEqual([
    0,
    [[200, 200, 'framework']],
  ]);
});

it.for([
  ['join:fetch+ask:merge', ['fetch -> merge (framework)']],
  ['branch:fetch:route:merge', ['fetch -> merge (framework)']],
  ['fetch', ['fetch -> merge (framework)']],
  ['branch:to:merge', []],
  ['start:merge', []],
  ['', []],
] as const)('the trigger "%s" of a node in superstep 3 tells of nodes in superstep 1: %j', ([trigger, told]) => {
  const run = runOfSpans([root, node('fetch', 1, 1, 2), node('ask', 2, 3, 4), node('merge', 3, 5, 6, [trigger])]);
  expect(edgeTexts(run)).toEqual(['ask -> merge (framework)', 'fetch -> ask (framework)', ...told].toSorted());
});

const inner = (id: string, superstep: number, parent: string, from: number, to: number): Written => ({
  ...node(id, superstep, from, to),
  parent,
});

it('two runs of a graph do not wait for each other', () => {
  const run = runOfSpans([
    root,
    { id: 'x', parent: 'r', from: 0, to: 50 },
    { id: 'y', parent: 'r', from: 0, to: 50 },
    inner('a1', 1, 'x', 1, 2),
    inner('b1', 2, 'x', 3, 4),
    inner('a2', 1, 'y', 5, 6),
    inner('b2', 2, 'y', 7, 8),
  ]);
  expect(edgeTexts(run)).toEqual(['a1 -> b1 (framework)', 'a2 -> b2 (framework)']);
});
