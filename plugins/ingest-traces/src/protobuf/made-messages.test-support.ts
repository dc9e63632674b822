/** A field, or several, as protobuf writes them. */
export type Encoded = readonly number[];

/** A varint; of a negative number all ten bytes. */
export function varint(value: number | bigint): Encoded {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

const tag = (field: number, type: number): Encoded => varint(field * 8 + type);

/** A field that is a number. */
export const numberField = (field: number, value: number | bigint): Encoded => [...tag(field, 0), ...varint(value)];

/** A field that is a fixed64. */
export const fixed64Field = (field: number, value: bigint): Encoded => [
  ...tag(field, 1),
  ...Array.from({ length: 8 }, (_, byte) => Number((value >> BigInt(8 * byte)) & 255n)),
];

/** A field that is a message, or bytes. */
export const field = (number: number, ...content: readonly Encoded[]): Encoded => {
  const bytes = content.flat();
  return [...tag(number, 2), ...varint(bytes.length), ...bytes];
};

/** A field that is a text. */
export const textField = (number: number, text: string): Encoded => field(number, [...new TextEncoder().encode(text)]);

/** A KeyValue of such a field; `value` is the content of an AnyValue. */
export const keyValue = (number: number, key: string, ...value: readonly Encoded[]): Encoded =>
  field(number, textField(1, key), field(2, ...value));

const id = (length: number, last: number): Encoded => [...Array<number>(length - 1).fill(0), last];

/** The fields of a span that has all it needs; further ones come after. */
export const spanFields = (...more: readonly Encoded[]): Encoded => [
  ...field(1, id(16, 1)),
  ...field(2, id(8, 2)),
  ...textField(5, 'fetch'),
  ...fixed64Field(7, 1_544_712_660_000_000_000n),
  ...fixed64Field(8, 1_544_712_661_000_250_000n),
  ...more.flat(),
];

/** An export of spans, given as their fields. */
export const exportOf = (...spans: readonly Encoded[]): Encoded =>
  field(
    1,
    field(1, keyValue(1, 'service.name', textField(1, 'triage'))),
    field(2, ...spans.map((span) => field(2, span))),
  );
