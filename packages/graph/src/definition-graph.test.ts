import { expect, it } from 'vitest';
import { danglingDependencies, definitionGraph, definitionRows } from './definition-graph.ts';

const step = (id: string, ...on: string[]) => ({ id, dependencies: on.map((other) => ({ on: other })) });

it('leads from a step to those that depend on it', () => {
  const graph = definitionGraph([step('parse', 'fetch'), step('fetch')]);
  expect(graph.edges().map(({ v, w }) => [graph.node(v), graph.node(w)])).toEqual([['fetch', 'parse']]);
});

it('keeps the order of definition, also where ids look like numbers', () => {
  const ids = ['10', '9', 'b', '-1', 'a', ''];
  expect(definitionRows(definitionGraph(ids.map((id) => step(id)))).ids).toEqual(ids);
});

it('reports dependencies on steps that are not defined', () => {
  const graph = definitionGraph([step('parse', 'fetch', 'toString'), step('store', 'parse')]);
  expect(danglingDependencies(graph)).toEqual([
    { step: 'parse', on: 'fetch' },
    { step: 'parse', on: 'toString' },
  ]);
  expect(graph.edgeCount()).toBe(1);
});

it('takes any text as an id', () => {
  const ids = ['__proto__', 'constructor', 'hasOwnProperty', 'a\u0001b', '\u0000'];
  const graph = definitionGraph(ids.map((id, at) => step(id, ...ids.slice(at - 1, at))));
  expect(definitionRows(graph).ids).toEqual(ids);
  expect(graph.edgeCount()).toBe(ids.length - 1);
  expect(danglingDependencies(graph)).toEqual([]);
});

it('makes one step of those that share an id', () => {
  const graph = definitionGraph([step('a'), step('b', 'a'), step('c'), step('b', 'c', 'a')]);
  expect(definitionRows(graph).ids).toEqual(['a', 'b', 'c']);
  expect(graph.edgeCount()).toBe(2);
});
