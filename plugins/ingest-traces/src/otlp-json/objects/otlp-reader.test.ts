import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '@faultline/model';
import { runsOf } from '@faultline/spans';
import { OtlpReader } from './otlp-reader.ts';

const hexDigits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length });
/** Anything that a field may hold by mistake. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('', '0', null, undefined, -1, 1e19, [], {}, 'x'),
  fc.jsonValue(),
);
const span = fc.record({
  traceId: fc.oneof(fc.constantFrom('a'.repeat(32), 'b'.repeat(32)), odd),
  spanId: fc.oneof({ weight: 4, arbitrary: hexDigits(16) }, { weight: 1, arbitrary: odd }),
  parentSpanId: fc.oneof(hexDigits(16), odd),
  name: fc.oneof(fc.string(), odd),
  kind: odd,
  startTimeUnixNano: fc.oneof(
    { weight: 4, arbitrary: fc.constant('1544712660000000000') },
    { weight: 1, arbitrary: odd },
  ),
  endTimeUnixNano: odd,
  attributes: odd,
  events: odd,
  links: odd,
  status: odd,
});

it('keeps or counts every span that it meets, whatever it holds', () => {
  const spans = fc.array(fc.oneof({ weight: 9, arbitrary: span }, { weight: 1, arbitrary: odd }));
  fc.assert(
    fc.property(fc.array(spans), (scopes) => {
      const reader = new OtlpReader({ source: 'test', isStrict: false });
      reader.read({ resourceSpans: [{ scopeSpans: scopes.map((list) => ({ spans: list })) }] } as Json, 1);
      const met = scopes.flat().length;
      expect(reader.spanCount).toBe(met);
      expect(reader.table.size + reader.table.droppedCount).toBe(met);
      const runs = [...runsOf(reader.table)];
      expect(runs.reduce((sum, { executions }) => sum + executions.length, 0)).toBe(reader.table.size);
    }),
  );
});

const idsOf = (traceId: string, spanId: string, parentSpanId: string) => {
  const reader = new OtlpReader({ source: 'test', isStrict: false });
  const spans = [{ traceId, spanId, parentSpanId, startTimeUnixNano: '1' }];
  reader.read({ resourceSpans: [{ scopeSpans: [{ spans }] }] }, 1);
  return [...runsOf(reader.table)].map(({ id, executions }) => [id, executions[0]?.id, executions[0]?.parentId]);
};

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

it('reads the same ids from hex in both cases and from base64', () => {
  const present = (length: number) => hexDigits(length).filter((id) => !/^0+$/.test(id));
  fc.assert(
    fc.property(present(32), present(16), hexDigits(16), (traceId, spanId, parentId) => {
      const ids = idsOf(traceId, spanId, parentId);
      expect(ids).toEqual([[traceId, spanId, /^0+$/.test(parentId) ? undefined : parentId]]);
      expect(idsOf(traceId.toUpperCase(), spanId.toUpperCase(), parentId.toUpperCase())).toEqual(ids);
      expect(idsOf(base64(traceId), base64(spanId), base64(parentId))).toEqual(ids);
    }),
  );
});
