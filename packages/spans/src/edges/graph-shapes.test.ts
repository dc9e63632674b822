import { describe, expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { criticalPath, segmentsOf } from '@faultline/graph';
import { runOfSpans, type Written } from '../table/table-of.test-support.ts';

const root = { id: 'r', name: 'root', from: 0, to: 20 } as const;

/** Each execution with those it waited for, recorded or implied; and the critical path. */
function shapeOf(...spans: readonly Written[]) {
  const view = viewOf(runOfSpans([root, ...spans.map((span) => ({ parent: 'r', ...span }))]));
  return { view, path: pathOf(view) };
}

function pathOf(view: ReturnType<typeof viewOf>): readonly string[] {
  const nodes = [...segmentsOf(criticalPath(view))].map(({ node }) => view.executions[node]?.id);
  return nodes.filter((id, at) => id !== undefined && id !== 'r' && id !== nodes[at - 1]);
}

describe('siblings that were started together and awaited together', () => {
  it('do not depend on each other: only the last to end is on the path', () => {
    const { view, path } = shapeOf(
      { id: 'foo1', from: 1, to: 6 },
      { id: 'foo2', from: 1, to: 9 },
      { id: 'foo3', from: 1, to: 15 },
    );
    expect([path, view.dependencies]).toEqual([['foo3'], []]);
  });
});

const node = (id: string, superstep: number, from: number, to: number): Written => ({
  id,
  from,
  to,
  attributes: { langgraph_node: id, langgraph_step: superstep, langgraph_checkpoint_ns: `${id}:1` },
});

describe('parallel branches', () => {
  it('of one superstep stay apart, also where one ended before the other began', () => {
    const { view, path } = shapeOf(
      node('split', 1, 1, 2),
      node('fast', 2, 3, 4),
      node('slow', 2, 5, 15),
      node('merge', 3, 16, 18),
    );
    expect(path).toEqual(['split', 'slow', 'merge']);
    expect(view.dependencies.some(({ from, to }) => from === 'fast' && to === 'slow')).toBe(false);
  });
});

const batch = (name: string, from: number, needs?: string): readonly Written[] =>
  Array.from({ length: 200 }, (_, at) => ({
    id: `${name}${at}`,
    name,
    from,
    to: from + 1 + at / 100,
    attributes: { ...(needs !== undefined && { 'faultline.depends_on': needs }) },
  }));

describe('a batch of 200 x 200', () => {
  it('is one virtual join of 400 edges', () => {
    const { view, path } = shapeOf(...batch('map', 1), ...batch('check', 5, 'map'));
    expect([view.dependencies.length, view.edges.to.length, view.size]).toEqual([0, 400, 402]);
    expect(path).toEqual(['map199', 'check199']);
  });
});

describe('retries', () => {
  it('are attempts at one item, joined by edges', () => {
    const call = { name: 'ask', attributes: { 'input.value': 'question' } };
    const { view, path } = shapeOf(
      { id: 'a1', ...call, from: 1, to: 4, status: 'error' },
      { id: 'a2', ...call, from: 6, to: 9, status: 'error' },
      { id: 'a3', ...call, from: 11, to: 14 },
    );
    expect(view.dependencies.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      ['a1', 'a2', 'retry'],
      ['a2', 'a3', 'retry'],
    ]);
    expect(path).toEqual(['a1', 'a2', 'a3']);
  });
});

const executor = (id: string, from: number, to: number, ...messages: readonly string[]): readonly Written[] => [
  { id, name: `executor.process ${id}`, from, to, links: messages.map((spanId) => ({ spanId })) },
  { id: `${id}!`, parent: id, name: 'message.send', kind: 'producer', from: to - 1, to: to - 1 },
];

describe('a fan-in by links', () => {
  it('waits for the last of the executors that sent a message', () => {
    const { view, path } = shapeOf(
      ...executor('split', 1, 3),
      ...executor('quick', 4, 6, 'split!'),
      ...executor('slow', 4, 12, 'split!'),
      ...executor('join', 13, 16, 'quick!', 'slow!'),
    );
    expect(path.filter((id) => !id?.endsWith('!'))).toEqual(['split', 'slow', 'join']);
    expect(view.repairs).toEqual([]);
  });
});
