import { expect, it } from 'vitest';
import { edgeTexts, runOfSpans, type Written } from '../table/table-of.test-support.ts';

const root = { id: 'r', name: 'root', from: 0, to: 99 } as const;
const edges = (...spans: readonly Written[]): readonly string[] =>
  edgeTexts(runOfSpans([root, ...spans.map((span) => ({ parent: 'r', ...span }))]));

it('a link to a span of the run is an edge, to the parent it is none', () => {
  expect(
    edges(
      { id: 'a', from: 1, to: 2 },
      { id: 'b', from: 1, to: 3 },
      { id: 'c', from: 4, to: 5, links: [{ spanId: 'a' }, { spanId: 'b' }, { spanId: 'a' }, { spanId: 'r' }] },
    ),
  ).toEqual(['a -> c (explicit)', 'b -> c (explicit)']);
});

it('a link to another trace is told as an attribute', () => {
  const run = runOfSpans([{ id: 'a', to: 1, links: [{ traceId: 'other', spanId: 'x' }] }]);
  expect([run.edges, run.executions[0].attributes]).toEqual([[], { links: [['other', 'x']] }]);
});

const needs = (names: string | readonly string[]) => ({ 'faultline.depends_on': names });

it('"faultline.depends_on" names spans or steps', () => {
  expect(
    edges(
      { id: 'a', name: 'fetch', from: 1, to: 2, status: 'error' },
      { id: 'b', name: 'fetch', from: 2, to: 3 },
      { id: 'c', name: 'by step', from: 4, to: 5, attributes: needs('fetch') },
      { id: 'd', name: 'by span', from: 4, to: 5, attributes: needs(['a']) },
      { id: 'e', name: 'by JSON', from: 4, to: 5, attributes: needs('["b","by step"]') },
      { id: 'f', name: 'unknown', from: 4, to: 5, attributes: needs('nothing') },
    ),
  ).toEqual([
    'a -> d (explicit)',
    'b -> c (explicit)',
    'b -> e (explicit)',
    'c -> e (explicit)',
    'nothing -> f (explicit)',
  ]);
});

it('a step that needs another waits for all its items, an item for its own', () => {
  const needsMap = { 'faultline.depends_on': 'map' };
  expect(
    edges(
      { id: 'm1', name: 'map', from: 1, to: 2, attributes: { 'faultline.item': 'x' } },
      { id: 'm2', name: 'map', from: 1, to: 2, attributes: { 'faultline.item': 'y' } },
      { id: 'n2', name: 'check', from: 3, to: 4, attributes: { ...needsMap, 'faultline.item': 'y' } },
      { id: 'z', name: 'join', from: 5, to: 6, attributes: needsMap },
    ),
  ).toEqual(['m1 -> z (explicit)', 'm2 -> n2 (explicit)', 'm2 -> z (explicit)']);
});

const node = (id: string, parent?: string) => ({
  'graph.node.id': id,
  ...(parent !== undefined && { 'graph.node.parent_id': parent }),
});

it('a node follows the execution of its parent node that ended last before it', () => {
  expect(
    edges(
      { id: 'a1', from: 1, to: 2, attributes: node('agent') },
      { id: 't1', from: 3, to: 4, attributes: node('tools', 'agent') },
      { id: 'a2', from: 5, to: 6, attributes: node('agent', 'tools') },
      { id: 't2', from: 7, to: 8, attributes: node('tools', 'agent') },
    ),
  ).toEqual(['a1 -> t1 (explicit)', 'a2 -> t2 (explicit)', 't1 -> a2 (explicit)']);
});
