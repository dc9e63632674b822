import { expect, it } from 'vitest';
import { MergedRecords } from './merged-records.ts';

const fieldsOf = (records: MergedRecords) => [...records].map(({ fields }) => fields);

it('lets the later count, where it says anything', () => {
  const records = new MergedRecords();
  expect(records.add('a', 't', { name: 'first', end: 1, metadata: { one: 1 } })).toBe(false);
  expect(records.add('a', 't', { name: '', end: 2, error: null, metadata: { two: 2 } })).toBe(true);
  expect(fieldsOf(records)).toEqual([{ name: 'first', end: 2, metadata: { one: 1, two: 2 } }]);
});

it('keeps spans of two traces apart that have one id', () => {
  const records = new MergedRecords();
  records.add('a', 't', { in: 't' });
  records.add('a', 'u', { in: 'u' });
  records.add('a', '', { late: true });
  expect(fieldsOf(records)).toEqual([{ in: 't' }, { in: 'u', late: true }]);
});

it('learns the trace of a span that was first told of without one', () => {
  const records = new MergedRecords();
  records.add('a', '', { late: true });
  records.add('a', 't', { in: 't' });
  records.add('a', 'u', { in: 'u' });
  expect(fieldsOf(records)).toEqual([{ late: true, in: 't' }, { in: 'u' }]);
});
