import { expect, it } from 'vitest';
import { bpEventOf } from './bp-line.ts';

it('reads plain and quoted values', () => {
  const event = bpEventOf(
    'ts=2012-03-13T12:35:36.000000Z event=a.b argv="--out \\"x=1\\" y" empty="" none= __proto__=1 ',
  );
  expect([...(event ?? [])]).toEqual([
    ['ts', '2012-03-13T12:35:36.000000Z'],
    ['event', 'a.b'],
    ['argv', '--out "x=1" y'],
    ['empty', ''],
    ['none', ''],
    ['__proto__', '1'],
  ]);
});

it.for(['', 'ts=1', 'event=a', 'ts=1 event=a "', 'ts=1 event=a b', 'ts=1 event=a b="c', 'plain text'])(
  'takes %j for no event',
  (line) => {
    expect(bpEventOf(line)).toBeUndefined();
  },
);

it('ends on a long value without an end', () => {
  expect(bpEventOf(`ts=1 event=a b="${'\\'.repeat(1_000_001)}`) === undefined).toBe(true);
});
