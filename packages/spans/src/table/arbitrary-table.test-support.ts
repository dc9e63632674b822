import * as fc from 'fast-check';
import { decisiveAttributes, modelledAttributes } from '../conventions/conventions.ts';
import type { SpanTable } from './span-table.ts';
import { tableOf, type Written } from './table-of.test-support.ts';

const base = 1_700_000_000_000;
const traceIds = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
const idOf = (number: number): string => (number < 12 ? (number + 1).toString(16).padStart(16, '0') : `span-${number}`);

/** Every attribute that means something, and some that mean nothing. */
const keys = [
  ...[...Object.values(modelledAttributes), ...Object.values(decisiveAttributes)].flatMap(({ names }) =>
    names.flatMap(([, ...ofConvention]) => ofConvention),
  ),
  'gen_ai.request.model',
  'gen_ai.usage.input_tokens',
  'metadata',
  'anything',
];
const arbitraryAttributes = fc.dictionary(
  fc.constantFrom(...keys),
  fc.constantFrom<string | number | string[]>('fetch', 'agent', 'tool', 'llm', 'call_1', idOf(0), 2, ['fetch']),
  { maxKeys: 3 },
);

interface Choices {
  /** How often something is out of order: 0 never. */
  readonly disorder: number;
}

function arbitrarySpan(at: number, { disorder }: Choices): fc.Arbitrary<Written> {
  const rarely = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    disorder === 0 ? usual : fc.oneof({ weight: 12, arbitrary: usual }, { weight: disorder, arbitrary: odd });
  return fc
    .record({
      trace: fc.constantFrom(...traceIds),
      id: rarely(fc.constant(idOf(at)), fc.nat(13).map(idOf)),
      parent: rarely(
        fc.nat(Math.max(0, at - 1)).map((number) => (number === 0 && at % 2 === 0 ? '' : idOf(number))),
        fc.nat(13).map(idOf),
      ),
      name: fc.constantFrom('fetch', 'parse', 'chat gpt', 'execute_tool search', 'job 12345678'),
      kind: rarely(fc.constant('internal' as const), fc.constantFrom('producer' as const, 'consumer' as const)),
      status: rarely(fc.constant('unset' as const), fc.constant('error' as const)),
      fromMs: fc.integer({ min: 0, max: 12 }),
      lengthMs: rarely(fc.integer({ min: 0, max: 8 }), fc.integer({ min: -1, max: 3 })),
      isOpen: rarely(fc.constant(false), fc.constant(true)),
      attributes: rarely(fc.constant({}), arbitraryAttributes),
      links: rarely(
        fc.constant<{ spanId: string }[]>([]),
        fc.array(
          fc.nat(13).map((number) => ({ spanId: idOf(number) })),
          { maxLength: 2 },
        ),
      ),
    })
    .map(({ fromMs, lengthMs, isOpen, ...span }) => ({
      ...span,
      parent: span.parent === span.id ? '' : span.parent,
      from: base + fromMs / 4,
      ...(!isOpen && { to: base + (fromMs + lengthMs) / 4 }),
    }));
}

/** Tables of a few small traces on few instants, from sound trees to every disorder at once. */
export const arbitraryTable: fc.Arbitrary<SpanTable> = fc
  .tuple(fc.constantFrom(0, 1, 6), fc.nat(14))
  .chain(([disorder, count]) => fc.tuple(...Array.from({ length: count }, (_, at) => arbitrarySpan(at, { disorder }))))
  .map((spans) => {
    // Parents are looked for in the own trace: where there is none, most spans become roots, as in sound traces.
    const byTrace = Map.groupBy(spans, ({ trace }) => trace);
    return tableOf(
      spans.map((span, at) => {
        const known = byTrace.get(span.trace)?.some(({ id }) => id === span.parent) === true;
        return known || at % 7 === 6 ? span : { ...span, parent: '' };
      }),
    );
  });
