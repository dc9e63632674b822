import {
  ByteTexts,
  CLOSE_LIST,
  CLOSE_OBJECT,
  colonEnd,
  COMMA,
  FieldNames,
  ID_FORM,
  OPEN_LIST,
  OPEN_OBJECT,
  plainEnd,
  QUOTE,
  readEvents,
  readHexWord,
  readMsOfNanos,
  spaceEnd,
  SPACE,
  statusMessageKey,
  textEnd,
  textOfJson,
  textOfUtf8,
  valueEnd,
  type ByteView,
  type SpanTable,
} from '@faultline/spans';
import { learn } from './learn.ts';
import { OtlpAttributeBytes } from './otlp-attribute-bytes.ts';

/** The fields of a span that are read. Their numbers are their places here. */
const spanFields = new FieldNames([
  'traceId',
  'spanId',
  'parentSpanId',
  'name',
  'kind',
  'startTimeUnixNano',
  'endTimeUnixNano',
  'attributes',
  'status',
  'events',
  'links',
]);
const [TRACE_ID, SPAN_ID, PARENT_ID, NAME, KIND, START, END, ATTRIBUTES, STATUS, EVENTS, LINKS] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;
const needed = (1 << TRACE_ID) | (1 << SPAN_ID) | (1 << START) | (1 << END);

const statusFields = new FieldNames(['code', 'message']);
const eventFields = new FieldNames(['name', 'attributes']);

const ZERO = 0x30;
const FIVE = 0x35;

/** Fields whose values are texts that are read without their quotes. */
const quoted = (1 << TRACE_ID) | (1 << SPAN_ID) | (1 << PARENT_ID) | (1 << NAME) | (1 << START) | (1 << END);
// What `#fieldAt` gives where it is none of the fields.
const ANOTHER = -1;
const FAULT = -2;

/**
 * Reads spans as OTLP JSON writes them, from bytes straight into the columns of a table. A span that departs from that in
 * anything (another id, a name for a number, a field twice, an escape in a key ...) is left for a reader of objects:
 * `read` gives -1 and leaves no trace. So what is mended is known in one place.
 *
 * Every method takes a position and gives the position after what it read, or -1.
 */
export class OtlpSpanBytes {
  #source: ByteView;
  #table: SpanTable;
  /** Hex words: of the trace id 0 to 3, of the span id 4 and 5, of the parent's 6 and 7. */
  readonly #words = new Uint32Array(8);
  /** Start and end. */
  readonly #times = new Float64Array(2);
  /** The trace id of the span before, as it was written: hex digits are no NaN. */
  readonly #lastTraceId = new Float64Array(4);
  #lastTrace = -1;
  /** Fields by all that is before the content of the value: `,"name":"`. */
  readonly #fields = new ByteTexts();
  readonly #attributes: OtlpAttributeBytes;
  // Of the span that is being read.
  #valueAt = 0;
  #trace = -1;
  #name = -1;
  #hasParent = false;
  #status = 0;
  #messageFrom = 0;
  #messageTo = 0;
  #hasReadEvents = false;

  constructor(source: ByteView, table: SpanTable) {
    this.#source = source;
    this.#table = table;
    this.#attributes = new OtlpAttributeBytes(source, table);
  }

  /** Goes on with another table. */
  enter(table: SpanTable): void {
    this.#table = table;
    this.#attributes.enter(table);
    this.#lastTrace = -1;
  }

  /** Reads the span at `from`. -1: it departs from OTLP JSON, or is not JSON, or ends too early. */
  read(from: number, resource: number): number {
    const end = this.#span(from, resource);
    if (end < 0) this.#table.undo();
    return end;
  }

  #span(from: number, resource: number): number {
    const { bytes } = this.#source;
    if (bytes[from] !== OPEN_OBJECT) return -1;
    this.#hasParent = false;
    this.#status = 0;
    this.#messageTo = 0;
    this.#hasReadEvents = false;
    this.#name = -1;
    let kind = 0;
    let seen = 0;
    let at = from;
    for (;;) {
      const field = this.#fieldAt(at);
      at = this.#valueAt;
      if (field === FAULT) return -1;
      if (field === ANOTHER) at = this.#skipped(at);
      else {
        const bit = 1 << field;
        if ((seen & bit) !== 0) return -1;
        seen |= bit;
        switch (field) {
          case TRACE_ID:
            at = this.#traceId(at);
            break;
          case SPAN_ID:
            at = this.#spanId(at, 4);
            break;
          case PARENT_ID:
            at = this.#parentId(at);
            break;
          case NAME:
            at = this.#readName(at);
            break;
          case KIND:
            kind = bytes[at]! - ZERO;
            at = this.#digit(at);
            break;
          case START:
            at = this.#time(at, 0);
            break;
          case END:
            at = this.#time(at, 1);
            break;
          case ATTRIBUTES:
            at = this.#hasReadEvents ? -1 : this.#attributes.read(at);
            break;
          case STATUS:
            at = this.#statusFields(at);
            break;
          case EVENTS:
            at = this.#events(at);
            break;
          case LINKS:
            at = this.#emptyList(at);
            break;
        }
      }
      if (at < 0) return -1;
      let byte = bytes[at]!;
      if (byte <= SPACE) {
        at = spaceEnd(bytes, at);
        byte = bytes[at]!;
      }
      if (byte === COMMA) continue;
      if (byte !== CLOSE_OBJECT || (seen & needed) !== needed) return -1;
      break;
    }
    this.#write(kind, resource);
    return at + 1;
  }

  /**
   * Which field follows the brace or comma at `at`. Its value is at `#valueAt`, or behind the quote there; of `ANOTHER`,
   * its name.
   */
  #fieldAt(at: number): number {
    const fields = this.#fields;
    this.#valueAt = fields.expectedEnd(this.#source, at);
    return this.#valueAt >= 0 ? fields.found : this.#newFieldAt(at);
  }

  #newFieldAt(at: number): number {
    const { bytes, view } = this.#source;
    const nameAt = spaceEnd(bytes, at + 1);
    if (bytes[nameAt] !== QUOTE) return FAULT;
    const field = spanFields.find(view, nameAt + 1);
    this.#valueAt = nameAt;
    if (field < 0) return ANOTHER;
    this.#valueAt = colonEnd(bytes, nameAt + 2 + spanFields.lengths[field]!);
    if (this.#valueAt < 0) return FAULT;
    if ((quoted & (1 << field)) !== 0 && bytes[this.#valueAt++] !== QUOTE) return FAULT;
    learn(this.#fields, this.#source, at, this.#valueAt, field);
    return field;
  }

  #write(kind: number, resource: number): void {
    const table = this.#table;
    const words = this.#words;
    if (this.#messageTo > 0)
      this.#attributes.addText(table.attributes.keys.add(statusMessageKey), this.#messageFrom, this.#messageTo);
    const row = table.newRow();
    table.trace[row] = this.#trace;
    const { ids, parentIds } = table;
    ids.form[row] = ID_FORM.words;
    ids.high[row] = words[4]!;
    ids.low[row] = words[5]!;
    parentIds.form[row] = this.#hasParent ? ID_FORM.words : ID_FORM.none;
    parentIds.high[row] = this.#hasParent ? words[6]! : 0;
    parentIds.low[row] = this.#hasParent ? words[7]! : 0;
    table.name[row] = this.#name >= 0 ? this.#name : table.names.add('');
    table.resourceOf[row] = resource;
    table.kind[row] = kind;
    table.status[row] = this.#status;
    table.startMs[row] = this.#times[0]!;
    table.endMs[row] = this.#times[1]!;
    table.close();
  }

  #readName(at: number): number {
    const { names } = this.#table;
    const { bytes } = this.#source;
    const expected = names.expectedEnd(this.#source, at);
    const end = expected >= 0 ? expected : textEnd(bytes, at);
    if (end < 0) return -1;
    if (expected >= 0) this.#name = names.found;
    else if (plainEnd(bytes, at) === end) this.#name = names.addUtf8(this.#source, at, end);
    else this.#name = names.add(textOfJson(bytes, at, end));
    return end + 1;
  }

  /** After the value of the member whose name begins at `at`. */
  #skipped(at: number): number {
    const { bytes } = this.#source;
    const end = plainEnd(bytes, at + 1);
    // An escape may spell a known name.
    if (bytes[end] !== QUOTE) return -1;
    const value = colonEnd(bytes, end + 1);
    return value < 0 ? -1 : valueEnd(bytes, value);
  }

  #traceId(at: number): number {
    const { bytes, view } = this.#source;
    if (bytes[at + 32] !== QUOTE) return -1;
    if (this.#isLastTraceId(view, at)) {
      this.#trace = this.#lastTrace;
      return at + 33;
    }
    const words = this.#words;
    for (let i = 0; i < 4; i++) if (!readHexWord(view, at + 8 * i, words, i)) return -1;
    if ((words[0]! | words[1]! | words[2]! | words[3]!) === 0) return -1;
    this.#trace = this.#table.traceOfWords(words[0]!, words[1]!, words[2]!, words[3]!);
    this.#lastTrace = this.#trace;
    for (let i = 0; i < 4; i++) this.#lastTraceId[i] = view.getFloat64(at + 8 * i, true);
    return at + 33;
  }

  #isLastTraceId(view: DataView, at: number): boolean {
    if (this.#lastTrace < 0) return false;
    const last = this.#lastTraceId;
    for (let i = 3; i >= 0; i--) if (view.getFloat64(at + 8 * i, true) !== last[i]) return false;
    return true;
  }

  /** Into two of the words. */
  #spanId(at: number, first: 4 | 6): number {
    const { bytes, view } = this.#source;
    const words = this.#words;
    if (bytes[at + 16] !== QUOTE) return -1;
    if (!readHexWord(view, at, words, first) || !readHexWord(view, at + 8, words, first + 1)) return -1;
    return (words[first]! | words[first + 1]!) === 0 ? -1 : at + 17;
  }

  #parentId(at: number): number {
    const { bytes } = this.#source;
    if (bytes[at] === QUOTE) return at + 1;
    this.#hasParent = true;
    return this.#spanId(at, 6);
  }

  /** One digit from 0 to 5. */
  #digit(at: number): number {
    const { bytes } = this.#source;
    const next = bytes[at + 1]!;
    const isAlone = next === COMMA || next === CLOSE_OBJECT || (next <= SPACE && next !== 0);
    return isAlone && bytes[at]! >= ZERO && bytes[at]! <= FIVE ? at + 1 : -1;
  }

  #time(at: number, index: 0 | 1): number {
    const { bytes, view } = this.#source;
    const end = readMsOfNanos(view, at, this.#times, index);
    return bytes[end] === QUOTE ? end + 1 : -1;
  }

  #statusFields(at: number): number {
    const { bytes, view } = this.#source;
    if (bytes[at] !== OPEN_OBJECT) return -1;
    let seen = 0;
    let next = spaceEnd(bytes, at + 1);
    if (bytes[next] === CLOSE_OBJECT) return next + 1;
    for (;;) {
      if (bytes[next] !== QUOTE) return -1;
      const field = statusFields.find(view, next + 1);
      if (field < 0) next = this.#skipped(next);
      else {
        if ((seen & (1 << field)) !== 0) return -1;
        seen |= 1 << field;
        next = colonEnd(bytes, next + 2 + statusFields.lengths[field]!);
        if (field === 0) {
          this.#status = bytes[next]! - ZERO;
          next = this.#digit(next);
        } else {
          if (bytes[next] !== QUOTE) return -1;
          const end = textEnd(bytes, next + 1);
          if (end < 0) return -1;
          this.#messageFrom = next + 1;
          this.#messageTo = end > next + 1 ? end : 0;
          next = end + 1;
        }
      }
      if (next < 0) return -1;
      next = spaceEnd(bytes, next);
      if (bytes[next] === CLOSE_OBJECT) return next + 1;
      if (bytes[next] !== COMMA) return -1;
      next = spaceEnd(bytes, next + 1);
    }
  }

  #emptyList(at: number): number {
    const { bytes } = this.#source;
    if (bytes[at] !== OPEN_LIST) return -1;
    const end = spaceEnd(bytes, at + 1);
    return bytes[end] === CLOSE_LIST ? end + 1 : -1;
  }

  #events(at: number): number {
    const { bytes } = this.#source;
    if (bytes[at] !== OPEN_LIST) return -1;
    let next = spaceEnd(bytes, at + 1);
    if (bytes[next] === CLOSE_LIST) return next + 1;
    for (;;) {
      next = this.#event(next);
      if (next < 0) return -1;
      next = spaceEnd(bytes, next);
      if (bytes[next] === CLOSE_LIST) return next + 1;
      if (bytes[next] !== COMMA) return -1;
      next = spaceEnd(bytes, next + 1);
    }
  }

  #event(at: number): number {
    const { bytes, view } = this.#source;
    if (bytes[at] !== OPEN_OBJECT) return -1;
    let isRead = false;
    let attributesAt = 0;
    let seen = 0;
    let next = spaceEnd(bytes, at + 1);
    while (bytes[next] === QUOTE) {
      const field = eventFields.find(view, next + 1);
      if (field < 0) next = this.#skipped(next);
      else {
        if ((seen & (1 << field)) !== 0) return -1;
        seen |= 1 << field;
        next = colonEnd(bytes, next + 2 + eventFields.lengths[field]!);
        if (field === 0) {
          if (bytes[next] !== QUOTE) return -1;
          const end = plainEnd(bytes, next + 1);
          if (bytes[end] !== QUOTE) return -1;
          isRead = readEvents.has(textOfUtf8(bytes, next + 1, end));
          next = end + 1;
        } else {
          attributesAt = next;
          next = next < 0 ? -1 : valueEnd(bytes, next);
        }
      }
      if (next < 0) return -1;
      next = spaceEnd(bytes, next);
      if (bytes[next] === CLOSE_OBJECT) break;
      if (bytes[next] !== COMMA) return -1;
      next = spaceEnd(bytes, next + 1);
      if (bytes[next] !== QUOTE) return -1;
    }
    if (bytes[next] !== CLOSE_OBJECT) return -1;
    if (isRead && attributesAt > 0) {
      this.#hasReadEvents = true;
      if (this.#attributes.read(attributesAt) < 0) return -1;
    }
    return next + 1;
  }
}
