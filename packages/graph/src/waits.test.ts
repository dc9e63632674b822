import { expect, it } from 'vitest';
import { dagOf, type Drawn } from './arbitrary-dag.test-support.ts';
import { waits } from './waits.ts';

const waitsOf = (drawn: readonly Drawn[]) => {
  const { dag, ids } = dagOf(drawn);
  const { blocker, readyNs, isImplied } = waits(dag);
  return Object.fromEntries(
    ids.map((id, node) => [
      id,
      `${ids[blocker[node]] ?? 'nobody'} until ${readyNs[node]}${isImplied[node] === 1 ? ', implied' : ''}`,
    ]),
  );
};

it('names who was waited for, until when, and how that is known', () => {
  expect(
    waitsOf([
      { id: 'first', startNs: 1, endNs: 4 },
      { id: 'short', startNs: 1, endNs: 3 },
      { id: 'told', startNs: 6, endNs: 7, needs: ['short'] },
      { id: 'untold', startNs: 5, endNs: 8 },
    ]),
  ).toEqual({
    first: 'nobody until 0',
    short: 'nobody until 0',
    told: 'short until 3',
    untold: 'first until 4, implied',
  });
});

it('prefers what took no time, so that cached steps stay visible', () => {
  expect(
    waitsOf([
      { id: 'long', startNs: 0, endNs: 5 },
      { id: 'cached', startNs: 5, endNs: 5 },
      { id: 'next', startNs: 5, endNs: 7 },
    ]),
  ).toMatchObject({ cached: 'long until 5, implied', next: 'cached until 5, implied' });
});

it('breaks ties between recorded edges: without length, then longer, then smaller id', () => {
  const ended: Drawn[] = [
    { id: 'short', startNs: 3, endNs: 5 },
    { id: 'long b', startNs: 1, endNs: 5 },
    { id: 'long a', startNs: 1, endNs: 5 },
  ];
  const needs = ended.map(({ id }) => id);
  expect(waitsOf([...ended, { id: 'next', startNs: 6, endNs: 7, needs }])).toMatchObject({ next: 'long a until 5' });
  expect(
    waitsOf([
      ...ended,
      { id: 'cached', startNs: 5, endNs: 5 },
      { id: 'next', startNs: 6, endNs: 7, needs: [...needs, 'cached'] },
    ]),
  ).toMatchObject({ next: 'cached until 5' });
});

it('looks through joins', () => {
  expect(
    waitsOf([
      { id: 'a', startNs: 0, endNs: 4 },
      { id: 'b', startNs: 0, endNs: 3 },
      { id: 'all', startNs: 4, endNs: 4, isJoin: true, needs: ['a', 'b'] },
      { id: 'c', startNs: 6, endNs: 7, needs: ['all'] },
    ]),
  ).toMatchObject({ c: 'a until 4' });
});
