import type { Json } from '@faultline/model';
import { expect, it } from 'vitest';
import { sameJson } from './same-json.ts';

it.each<[string, Json, Json]>([
  ['equal scalars', 'page', 'page'],
  ['keys in another order', { a: 1, b: [2, { c: null }] }, { b: [2, { c: null }], a: 1 }],
  ['empty composites', [], []],
  ['a key "__proto__"', JSON.parse('{"__proto__": {"a": 1}}') as Json, JSON.parse('{"__proto__": {"a": 1}}') as Json],
])('finds the same: %s', (_what, a, b) => {
  expect(sameJson(a, b)).toBe(true);
});

it.each<[string, Json, Json]>([
  ['scalars', 1, '1'],
  ['null and an object', null, {}],
  ['an array and an object', [], {}],
  ['a deep value', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
  ['a key more', { a: 1 }, { a: 1, b: 2 }],
  ['other keys', { a: 1 }, { b: 1 }],
  ['an inherited key', { toString: 1 }, { a: 1 }],
  ['a value under "__proto__"', JSON.parse('{"__proto__": 1}') as Json, JSON.parse('{"__proto__": 2}') as Json],
])('tells apart: %s', (_what, a, b) => {
  expect(sameJson(a, b)).toBe(false);
  expect(sameJson(b, a)).toBe(false);
});

function nested(depth: number): Json {
  let value: Json = 'end';
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

it('compares values of any depth', () => {
  expect(sameJson(nested(100_000), nested(100_000))).toBe(true);
  expect(sameJson(nested(100_000), nested(99_999))).toBe(false);
});
