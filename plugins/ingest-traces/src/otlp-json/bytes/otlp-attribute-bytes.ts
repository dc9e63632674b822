import {
  ByteTexts,
  CLOSE_LIST,
  CLOSE_OBJECT,
  colonEnd,
  COMMA,
  FieldNames,
  OPEN_LIST,
  OPEN_OBJECT,
  plainEnd,
  QUOTE,
  readNumber,
  spaceEnd,
  SPACE,
  textEnd,
  textOfUtf8,
  valueEnd,
  type ByteView,
  type SpanTable,
} from '@faultline/spans';
import { decodedValue, scalarOf } from '../../any-value.ts';
import { learn } from './learn.ts';

const attributeFields = new FieldNames(['key', 'value']);
const valueTypes = new FieldNames(['stringValue', 'intValue', 'doubleValue', 'boolValue']);
const [TEXT, INTEGER, DOUBLE, BOOLEAN, OTHER] = [0, 1, 2, 3, 4] as const;
/** How many of them. */
const types = 5;
const longestHead = 192;
/** `}}` as a word. */
const CLOSE_OBJECTS = 0x7d7d;

/**
 * Reads the attributes of spans as OTLP JSON writes them, from bytes straight into the columns of a table. Every method
 * takes a position and gives the position after what it read, or -1 where it departs from that: then the span is given
 * up, with what was added of it.
 */
export class OtlpAttributeBytes {
  readonly #source: ByteView;
  #table: SpanTable;
  readonly #number = new Float64Array(1);
  /** Keys and types by all that is before the content of the value. */
  #heads = new ByteTexts(longestHead);
  // Of the attribute that is being read.
  #key = 0;
  #type = 0;

  constructor(source: ByteView, table: SpanTable) {
    this.#source = source;
    this.#table = table;
  }

  /** Goes on with another table. */
  enter(table: SpanTable): void {
    if (table.attributes.keys !== this.#table.attributes.keys) this.#heads = new ByteTexts(longestHead);
    this.#table = table;
  }

  /** Reads the list at `at`. */
  read(at: number): number {
    const { bytes } = this.#source;
    if (bytes[at] !== OPEN_LIST) return -1;
    const first = spaceEnd(bytes, at + 1);
    if (bytes[first] === CLOSE_LIST) return first + 1;
    let next = at;
    for (;;) {
      next = this.#attribute(next);
      if (next < 0) return -1;
      if (bytes[next]! <= SPACE) next = spaceEnd(bytes, next);
      if (bytes[next] === COMMA) continue;
      return bytes[next] === CLOSE_LIST ? next + 1 : -1;
    }
  }

  /** Adds the content of a JSON text. */
  addText(key: number, from: number, to: number): void {
    const isEscaped = plainEnd(this.#source.bytes, from) !== to;
    this.#table.attributes.addText(key, this.#source, from, to, isEscaped);
  }

  /** `{"key": "...", "value": {...}}`, in this order, after the bracket or comma at `at`. */
  #attribute(at: number): number {
    const { bytes, view } = this.#source;
    const valueAt = this.#attributeHead(at);
    if (valueAt < 0) return -1;
    let next = this.#scalar(this.#key, this.#type, valueAt);
    if (next >= 0 && view.getInt16(next) === CLOSE_OBJECTS) return next + 2;
    if (next < 0) next = this.#decoded(this.#key, this.#typedAt(at));
    else {
      next = spaceEnd(bytes, next);
      // Where there is more, the attribute was added already: the span is read anew.
      next = bytes[next] === CLOSE_OBJECT ? next + 1 : -1;
    }
    if (next < 0) return -1;
    next = spaceEnd(bytes, next);
    return bytes[next] === CLOSE_OBJECT ? next + 1 : -1;
  }

  /** Reads all that is before the content of a value, `,{"key":"a","value":{"stringValue":"`, and gives its end. */
  #attributeHead(at: number): number {
    const heads = this.#heads;
    const expected = heads.expectedEnd(this.#source, at);
    if (expected < 0) return this.#newAttributeHead(at);
    this.#key = Math.floor(heads.found / types);
    this.#type = heads.found % types;
    return expected;
  }

  #newAttributeHead(at: number): number {
    const { bytes, view } = this.#source;
    const keyAt = this.#keyStart(at);
    if (keyAt < 0) return -1;
    const keyEnd = plainEnd(bytes, keyAt);
    if (bytes[keyEnd] !== QUOTE) return -1;
    const typedAt = this.#valueStart(keyEnd + 1);
    if (bytes[typedAt] !== OPEN_OBJECT) return -1;
    const nameAt = spaceEnd(bytes, typedAt + 1);
    const type = bytes[nameAt] === QUOTE ? valueTypes.find(view, nameAt + 1) : -1;
    this.#key = this.#table.attributes.keys.addUtf8(this.#source, keyAt, keyEnd);
    let end = type < 0 ? -1 : colonEnd(bytes, nameAt + 2 + valueTypes.lengths[type]!);
    const isQuoted = bytes[end] === QUOTE;
    this.#type = end < 0 || (type === TEXT && !isQuoted) || (type === BOOLEAN && isQuoted) ? OTHER : type;
    if (this.#type === OTHER) return typedAt;
    if (isQuoted) end++;
    learn(this.#heads, this.#source, at, end, this.#key * types + this.#type);
    return end;
  }

  /** The value with its type, of an attribute whose head was read. */
  #typedAt(at: number): number {
    const keyAt = this.#keyStart(at);
    return this.#valueStart(plainEnd(this.#source.bytes, keyAt) + 1);
  }

  /** The content of the key, after the bracket or comma at `at`. */
  #keyStart(at: number): number {
    const { bytes, view } = this.#source;
    let next = spaceEnd(bytes, at + 1);
    if (bytes[next] !== OPEN_OBJECT) return -1;
    next = spaceEnd(bytes, next + 1);
    if (bytes[next] !== QUOTE || attributeFields.find(view, next + 1) !== 0) return -1;
    next = colonEnd(bytes, next + 5);
    return bytes[next] === QUOTE ? next + 1 : -1;
  }

  /** The first byte of the value, after the end of the key. */
  #valueStart(at: number): number {
    const { bytes, view } = this.#source;
    let next = spaceEnd(bytes, at);
    if (bytes[next] !== COMMA) return -1;
    next = spaceEnd(bytes, next + 1);
    if (bytes[next] !== QUOTE || attributeFields.find(view, next + 1) !== 1) return -1;
    return colonEnd(bytes, next + 7);
  }

  /** Adds a value that is no container, from its content: behind the quote if it has one. -1: nothing was added. */
  #scalar(key: number, type: number, at: number): number {
    const { bytes } = this.#source;
    const { attributes } = this.#table;
    switch (type) {
      case TEXT: {
        let end = attributes.addExpectedText(key, this.#source, at);
        if (end >= 0) return end + 1;
        end = textEnd(bytes, at);
        if (end >= 0) this.addText(key, at, end);
        return end < 0 ? -1 : end + 1;
      }
      case INTEGER:
      case DOUBLE: {
        const isText = bytes[at - 1] === QUOTE;
        const end = readNumber(bytes, at, this.#number);
        if (end < 0 || (isText && bytes[end] !== QUOTE)) return -1;
        attributes.addNumber(key, this.#number[0]!);
        return isText ? end + 1 : end;
      }
      case BOOLEAN: {
        const isTrue = bytes[at] === 0x74;
        if (!isTrue && bytes[at] !== 0x66) return -1;
        const end = valueEnd(bytes, at);
        if (end > 0) attributes.addBoolean(key, isTrue);
        return end;
      }
      default:
        return -1;
    }
  }

  /** Adds a value that is a container, or a long number. -1: it is plain JSON, or nested too deep. */
  #decoded(key: number, at: number): number {
    const { bytes } = this.#source;
    const end = valueEnd(bytes, at);
    if (end < 0) return -1;
    // The bytes are JSON by now.
    const typed: unknown = JSON.parse(textOfUtf8(bytes, at, end));
    const scalar = scalarOf(typed);
    const decoded = scalar === undefined ? decodedValue(typed) : { value: scalar, isPlain: false };
    if (decoded === undefined || decoded.isPlain) return -1;
    const { attributes } = this.#table;
    attributes.add(attributes.keys.at(key), decoded.value);
    return end;
  }
}
