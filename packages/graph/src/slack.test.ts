import { expect, it } from 'vitest';
import { dagOf, type Drawn } from './arbitrary-dag.test-support.ts';
import { slack } from './slack.ts';

const slackOf = (drawn: readonly Drawn[], untilNs?: number): Record<string, [number, number, number]> => {
  const { dag, ids } = dagOf(drawn, untilNs === undefined ? {} : { untilNs });
  const { slackNs, startSlackNs, freeSlackNs } = slack(dag);
  return Object.fromEntries(ids.map((id, node) => [id, [slackNs[node], startSlackNs[node], freeSlackNs[node]]]));
};

it('is zero on the path and the room there is beside it', () => {
  expect(
    slackOf([
      { id: 'a', startNs: 0, endNs: 6 },
      { id: 'b', startNs: 7, endNs: 11, needs: ['a'] },
      { id: 'c', startNs: 7, endNs: 14, needs: ['a'] },
      { id: 'd', startNs: 15, endNs: 18, needs: ['b', 'c'] },
    ]),
  ).toEqual({ a: [0, 0, 0], b: [3, 3, 3], c: [0, 0, 0], d: [0, 0, 0] });
});

it('is free only as far as nobody else moves', () => {
  const run: Drawn[] = [
    { id: 'a', startNs: 0, endNs: 2 },
    { id: 'b', startNs: 2, endNs: 4, needs: ['a'] },
    { id: 'c', startNs: 0, endNs: 9 },
  ];
  expect(slackOf(run)).toMatchObject({ a: [5, 5, 0], b: [5, 5, 5] });
});

it('differs between start and end of an execution that holds others', () => {
  const run: Drawn[] = [
    { id: 'p', startNs: 0, endNs: 5 },
    { id: 'c', startNs: 1, endNs: 4, parent: 'p' },
    { id: 'd', startNs: 7, endNs: 9, needs: ['c'] },
    { id: 'e', startNs: 8, endNs: 10, needs: ['p'] },
  ];
  expect(slackOf(run)).toMatchObject({ p: [0, 0, 0], c: [0, 0, 0], d: [1, 1, 1] });
});

it('has no bound where nobody waits', () => {
  const run: Drawn[] = [
    { id: 'a', startNs: 0, endNs: 5 },
    { id: 'sent', startNs: 1, endNs: 9, isAsync: true },
  ];
  expect(slackOf(run, 5)).toEqual({ a: [0, 0, 0], sent: [Infinity, Infinity, Infinity] });
});

it('counts all siblings that ended before, not only the last', () => {
  const run: Drawn[] = [
    { id: 'a', startNs: 0, endNs: 4 },
    { id: 'b', startNs: 0, endNs: 5 },
    { id: 'c', startNs: 5, endNs: 9 },
  ];
  expect(slackOf(run)).toMatchObject({ a: [1, 1, 1], b: [0, 0, 0] });
});
