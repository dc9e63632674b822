import type { GeneratedSpan } from '../pipeline/generate.ts';

const FIXED = 1;
const BYTES = 2;

/**
 * Spans of one service as an export of OTLP in protobuf, written by the numbers of opentelemetry-proto's trace.proto.
 * Exports one after the other are one larger export: that is how protobuf joins messages.
 */
export function protobufOf(spans: readonly GeneratedSpan[]): Buffer {
  const resource = message(1, attribute('service.name', text(1, 'generated')));
  const scope = message(1, text(1, 'bench'));
  const scopeSpans = message(2, scope, ...spans.map((span) => message(2, spanOf(span))));
  return message(1, message(1, resource), scopeSpans);
}

const spanOf = (span: GeneratedSpan): Buffer =>
  Buffer.concat([
    field(1, Buffer.from(span.traceId, 'hex')),
    field(2, Buffer.from(span.spanId, 'hex')),
    ...(span.parentSpanId === undefined ? [] : [field(4, Buffer.from(span.parentSpanId, 'hex'))]),
    text(5, span.name),
    integer(6, span.kind),
    fixed64(7, span.startTimeUnixNano),
    fixed64(8, span.endTimeUnixNano),
    ...span.attributes.map(({ key, value }) =>
      message(9, attribute(key, 'intValue' in value ? integer(3, Number(value.intValue)) : text(1, value.stringValue))),
    ),
  ]);

const attribute = (key: string, value: Buffer): Buffer => Buffer.concat([text(1, key), message(2, value)]);

const message = (number: number, ...parts: readonly Buffer[]): Buffer => field(number, Buffer.concat(parts));

const text = (number: number, value: string): Buffer => field(number, Buffer.from(value));

const field = (number: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | BYTES]), varint(content.length), content]);

const integer = (number: number, value: number): Buffer => Buffer.concat([Buffer.from([number << 3]), varint(value)]);

function fixed64(number: number, value: string): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = (number << 3) | FIXED;
  bytes.writeBigUInt64LE(BigInt(value), 1);
  return bytes;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}
