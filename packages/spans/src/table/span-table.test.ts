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

const rowsOf = (table: SpanTable) =>
  Array.from({ length: table.size }, (_, row) => {
    const { from, to } = table.attributesOf(row);
    return {
      trace: table.traceIds[table.trace[row]],
      id: table.idOf(row),
      parent: table.parentIdOf(row),
      name: table.names.at(table.name[row]),
      times: [table.startMs[row], table.endMs[row]],
      resource: [...(table.resources[table.resourceOf[row]] ?? [])],
      links: table.linksOf(row),
      attributes: Array.from({ length: to - from }, (_none, at) => [
        table.attributes.keyAt(from + at),
        table.attributes.valueAt(from + at),
      ]),
    };
  });

const notedIn = (table: SpanTable): number =>
  table.traceIds.reduce((sum, _id, trace) => sum + table.notesOf('ingest/note', trace), 0);

const anySpan = fc.record({
  trace: fc.constantFrom('a', 'b', 'f'.repeat(32), '1'.repeat(32)),
  id: fc.constantFrom('0000000000000001', 'opaque', '__proto__'),
  from: fc.nat(9),
  attributes: fc.dictionary(
    fc.constantFrom('x', '__proto__'),
    fc.constantFrom(1, 'text', true, [null], 'y'.repeat(30)),
  ),
  resource: fc.constantFrom({}, { 'service.name': 'triage' }),
  links: fc.constantFrom([], [{ spanId: 'opaque' }]),
});

it('moves the spans of some traces to another table, and loses nothing', () => {
  fc.assert(
    fc.property(fc.array(anySpan), fc.array(anySpan), (spans, others) => {
      const table = tableOf(spans);
      const other = tableOf(others);
      for (const { trace } of spans) table.note('ingest/note', table.traceOf(trace));
      for (const { trace } of spans) table.drop(table.traceOf(trace));
      const before = rowsOf(table);
      const there = rowsOf(other);
      const moved = new Set(['a', '1'.repeat(32)]);
      const numbers = Int32Array.from(table.traceIds, (id) => (moved.has(id) ? other.traceOf(id) : -1));
      table.moveTraces(numbers, other);
      const isMoved = ({ trace }: (typeof before)[number]): boolean => moved.has(trace);
      expect(rowsOf(other)).toEqual([...there, ...before.filter(isMoved)]);
      expect(rowsOf(table)).toEqual(before.filter((row) => !isMoved(row)));
      expect(table.droppedCount + other.droppedCount).toBe(spans.length);
      expect(notedIn(table) + notedIn(other)).toBe(spans.length);
    }),
  );
});

it('forgets what came after a mark', () => {
  fc.assert(
    fc.property(fc.array(anySpan), fc.array(anySpan, { minLength: 1 }), (spans, more) => {
      const table = tableOf(spans);
      const before = rowsOf(table);
      const mark = table.mark();
      for (const { trace, id, attributes } of more) {
        for (const [key, value] of Object.entries(attributes)) table.attribute(key, value);
        table.link({ traceId: trace, spanId: id, isFollowsFrom: false });
        const fields = { parentId: id, name: id, kind: 1, startMs: 0, endMs: 1, status: 0, resource: 0 };
        table.span({ trace: table.traceOf(trace), id, ...fields });
        table.note('ingest/note', table.traceOf(trace));
        table.drop(table.traceOf(trace));
      }
      table.rollback(mark);
      expect(rowsOf(table)).toEqual(before);
      expect([table.droppedCount, table.notesOf('ingest/note', 0), table.droppedFrom(0)]).toEqual([0, 0, 0]);
    }),
  );
});
