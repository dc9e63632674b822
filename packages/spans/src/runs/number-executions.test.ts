import { expect, it } from 'vitest';
import { numbersOf, runOfSpans, type Written } from '../table/table-of.test-support.ts';

const root = { id: 'r', name: 'root', from: 0, to: 99 } as const;
const numbered = (...spans: readonly Written[]): readonly string[] =>
  numbersOf(runOfSpans([root, ...spans.map((span) => ({ parent: 'r', ...span }))])).slice(1);

const fetch = (id: string, from: number, to: number, more: Partial<Written> = {}): Written => ({
  id,
  name: 'fetch',
  from,
  to,
  ...more,
});
const failed = { status: 'error' } as const;

const input = (value: string) => ({ attributes: { 'input.value': value } });

it('a single execution is neither an item nor a retry', () => {
  expect(numbered(fetch('a', 1, 2))).toEqual(['a: fetch item "" attempt 1']);
});

it('an execution after one that failed is a retry', () => {
  expect(numbered(fetch('a', 1, 2, failed), fetch('b', 2, 4, failed), fetch('c', 5, 6))).toEqual([
    'a: fetch item "" attempt 1',
    'b: fetch item "" attempt 2',
    'c: fetch item "" attempt 3',
  ]);
});

it('an execution after one that completed is a further item', () => {
  expect(numbered(fetch('a', 1, 2), fetch('b', 3, 4), fetch('c', 5, 6))).toEqual([
    'a: fetch item "" attempt 1',
    'b: fetch item "2" attempt 1',
    'c: fetch item "3" attempt 1',
  ]);
});

it('an execution that started before the failure is a further item', () => {
  expect(numbered(fetch('a', 1, 4, failed), fetch('b', 3, 6))).toEqual([
    'a: fetch item "" attempt 1',
    'b: fetch item "2" attempt 1',
  ]);
});

it('other inputs make other items', () => {
  expect(
    numbered(
      fetch('a', 1, 2, { ...failed, ...input('x') }),
      fetch('b', 1, 3, { ...failed, ...input('y') }),
      fetch('c', 4, 5, input('y')),
      fetch('d', 6, 7, input('z')),
      fetch('e', 8, 9, input('x')),
    ),
  ).toEqual([
    'a: fetch item "" attempt 1',
    'b: fetch item "2" attempt 1',
    'c: fetch item "2" attempt 2',
    'd: fetch item "3" attempt 1',
    'e: fetch item "" attempt 2',
  ]);
});

it('an execution below another parent is a further item', () => {
  expect(numbered(fetch('a', 1, 2, failed), { id: 'p', from: 3, to: 9 }, fetch('b', 4, 5, { parent: 'p' }))).toEqual([
    'a: fetch item "" attempt 1',
    'p: p item "" attempt 1',
    'b: fetch item "2" attempt 1',
  ]);
});

it('what the telemetry says is taken as it is', () => {
  expect(
    numbered(
      fetch('a', 1, 2, { attributes: { 'faultline.item': 2, 'faultline.attempt': 7 } }),
      fetch('b', 3, 4),
      fetch('c', 5, 6),
      fetch('d', 7, 8, { attributes: { 'faultline.item': 'x', 'faultline.attempt': 'many' } }),
    ),
  ).toEqual([
    'a: fetch item "2" attempt 7',
    'b: fetch item "" attempt 1',
    'c: fetch item "3" attempt 1',
    'd: fetch item "x" attempt 1',
  ]);
});
