import { describe, expect, it } from 'vitest';
import { danglingDependencies, definitionGraph, definitionRows, type DefinitionGraph } from './definition-graph.ts';
import {
  definitionAncestors,
  definitionCycles,
  definitionDescendants,
  definitionOrder,
  reducedDefinition,
} from './definition-structure.ts';

const graphOf = (needs: Record<string, string[]>): DefinitionGraph =>
  definitionGraph(Object.entries(needs).map(([id, on]) => ({ id, dependencies: on.map((other) => ({ on: other })) })));
const diamond = graphOf({ store: ['parse', 'check', 'fetch'], parse: ['fetch'], check: ['fetch'], fetch: [] });

it('orders steps after their dependencies', () => {
  expect(definitionOrder(diamond)).toEqual(['fetch', 'parse', 'check', 'store']);
});

describe('cycles', () => {
  it('are named in the order in which steps need each other', () => {
    const graph = graphOf({ plan: ['act'], think: ['plan'], act: ['think'], alone: ['alone'] });
    expect(definitionCycles(graph)).toEqual([['plan', 'think', 'act'], ['alone']]);
    expect(definitionOrder(graph)).toBeUndefined();
    expect(reducedDefinition(graph)).toBeUndefined();
  });

  it('are none in a sound definition', () => {
    expect(definitionCycles(diamond)).toEqual([]);
  });
});

it('reduces to the dependencies that do not follow from others', () => {
  const reduced = reducedDefinition(diamond);
  const edges = reduced?.edges().map(({ v, w }) => `${reduced.node(v)} ${reduced.node(w)}`);
  expect(edges?.toSorted()).toEqual(['check store', 'fetch check', 'fetch parse', 'parse store']);
  expect(diamond.edgeCount(), 'the definition itself stays').toBe(5);
  expect(reduced && definitionRows(reduced).ids).toEqual(['store', 'parse', 'check', 'fetch']);
});

it('reduces without forgetting what was missing', () => {
  const reduced = reducedDefinition(graphOf({ a: ['nowhere'] }));
  expect(reduced && danglingDependencies(reduced)).toEqual([{ step: 'a', on: 'nowhere' }]);
});

it('knows what a step leads to and what it needs', () => {
  expect(definitionDescendants(diamond, ['parse'])).toEqual(['store']);
  expect(definitionAncestors(diamond, ['parse', 'check'])).toEqual(['fetch']);
  expect(definitionAncestors(diamond, ['store'])).toEqual(['parse', 'check', 'fetch']);
  expect(definitionDescendants(diamond, ['unknown'])).toEqual([]);
});
