import { expect, it } from 'vitest';
import { membersIn, numberIn, objectIn, objectsIn } from './json-members.ts';

it('takes objects for objects only', () => {
  expect(objectIn({ a: 1 })).toEqual({ a: 1 });
  for (const other of [undefined, null, [], 'a', 7, true]) expect(objectIn(other)).toBeUndefined();
});

it('gives the members of lists', () => {
  expect(membersIn([1, {}])).toEqual([1, {}]);
  expect(objectsIn([1, { a: 1 }, [], null])).toEqual([{ a: 1 }]);
  for (const other of [undefined, null, {}, 'a']) expect([...membersIn(other), ...objectsIn(other)]).toEqual([]);
});

it('reads numbers, also in texts', () => {
  expect([7, '7', ' 0.5 ', '', ' ', 'x', 'Infinity', null, undefined, true, []].map(numberIn)).toEqual([
    7,
    7,
    0.5,
    ...Array.from({ length: 8 }, () => undefined),
  ]);
});
