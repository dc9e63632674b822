import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SpanTable } from './span-table.ts';
import { tableOf } from './table-of.test-support.ts';

const normal = (text: string): string => (/^[0-9a-f]+$/i.test(text) ? text.toLowerCase() : text);

it('gives back the ids of any span, hex in lower case', () => {
  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'.split('')), minLength: 16, maxLength: 16 });
  const id = fc.oneof(hex, fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(fc.array(fc.record({ id, parent: fc.oneof(fc.constant(''), id) })), (spans) => {
      const table = tableOf(spans);
      for (const [row, span] of spans.entries()) {
        expect(table.idOf(row)).toBe(normal(span.id));
        expect(table.parentIdOf(row)).toBe(span.parent === '' ? undefined : normal(span.parent));
      }
    }),
  );
});

it('gives back the attributes of every span, beyond its first size', () => {
  const spans = Array.from({ length: 300 }, (_, at) => ({
    id: `s${at}`,
    attributes: { at, text: `t${at % 7}`, isEven: at % 2 === 0, list: [at], none: null },
  }));
  const table = tableOf(spans);
  for (const [row, { attributes }] of spans.entries()) {
    const { from, to } = table.attributesOf(row);
    const read = Array.from({ length: to - from }, (_, at) => [
      table.attributes.keyAt(from + at),
      table.attributes.valueAt(from + at),
    ]);
    expect(Object.fromEntries(read)).toEqual(attributes);
  }
});

it('forgets what it was given of a span that is dropped, but counts it', () => {
  const table = new SpanTable();
  const trace = table.traceOf('a');
  table.attribute('lost', 1);
  table.link({ traceId: 'a', spanId: 'b', isFollowsFrom: false });
  table.drop(trace);
  table.drop();
  table.attribute('kept', 2);
  table.span({ trace, id: 'x', parentId: '', name: 'x', kind: 1, startMs: 0, endMs: 1, status: 0, resource: 0 });
  const { from, to } = table.attributesOf(0);
  expect([to - from, table.attributes.keyAt(from), table.linksOf(0)]).toEqual([1, 'kept', []]);
  expect([table.size, table.droppedCount, table.droppedFrom(trace), table.droppedFrom()]).toEqual([1, 2, 1, 1]);
});

it('takes trace ids in both cases as one', () => {
  const table = new SpanTable();
  expect(table.traceOf('ABCDEF')).toBe(table.traceOf('abcdef'));
  expect(table.traceOf('Abc-x')).not.toBe(table.traceOf('abc-x'));
});
