import type { SpanTable } from '@faultline/spans';
import type { AnyValues } from './any-values.ts';
import { ENTRY, VALUE } from './otlp-tags.ts';
import type { Wire } from './wire.ts';

/** Reads attributes from where a wire is into columns. Texts stay bytes until someone asks for them. */
export class AttributeMessages {
  readonly #wire: Wire;
  readonly #values: AnyValues;

  constructor(wire: Wire, values: AnyValues) {
    this.#wire = wire;
    this.#values = values;
  }

  /** Reads one KeyValue, whose length is next. */
  toColumns(within: number, columns: SpanTable['attributes']): void {
    const wire = this.#wire;
    const before = wire.at;
    const end = wire.end(within);
    if (wire.at < end && wire.tag() === ENTRY.key) {
      const keyEnd = wire.end(end);
      const keyFrom = wire.at;
      wire.at = keyEnd;
      // As everyone writes them: the key, then a value of one text, number or boolean, and nothing else.
      if (keyEnd < end && wire.tag() === ENTRY.value && wire.end(end) === end) {
        const key = columns.keys.addUtf8(wire, keyFrom, keyEnd);
        if (this.#isScalarTo(key, end, columns)) return;
      }
    }
    wire.at = before;
    this.#values.keyValue(within, (key, value) => columns.add(key, value));
  }

  #isScalarTo(key: number, end: number, columns: SpanTable['attributes']): boolean {
    const wire = this.#wire;
    if (wire.at === end) return false;
    switch (wire.tag()) {
      case VALUE.text: {
        if (wire.end(end) !== end) return false;
        columns.addText(key, wire, wire.at, end, false);
        wire.at = end;
        return true;
      }
      case VALUE.integer: {
        const integer = wire.int64();
        if (wire.at !== end || typeof integer !== 'number') return false;
        columns.addNumber(key, integer);
        return true;
      }
      case VALUE.double: {
        const double = wire.double();
        if (wire.at !== end || !Number.isFinite(double)) return false;
        columns.addNumber(key, double);
        return true;
      }
      case VALUE.boolean:
        wire.varint64();
        if (wire.at !== end) return false;
        columns.addBoolean(key, wire.low !== 0 || wire.high !== 0);
        return true;
      default:
        return false;
    }
  }
}
