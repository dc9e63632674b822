import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  OPEN_LIST,
  OPEN_OBJECT,
  plainEnd,
  QUOTE,
  readMsOfNanos,
  spaceEnd,
  SPACE,
  statusMessageKey,
  textEnd,
  textOfJson,
  type ByteView,
  type SpanTable,
} from '@faultline/spans';
import { enumAt, enumEnd } from './enum-bytes.ts';
import { memberEnd } from './member-end.ts';
import { OtlpAttributeBytes } from './otlp-attribute-bytes.ts';
import { SpanEventBytes } from './span-event-bytes.ts';
import {
  ANOTHER,
  ATTRIBUTES,
  END,
  EVENTS,
  FAULT,
  KIND,
  LINKS,
  NAME,
  PARENT_ID,
  SPAN_ID,
  SpanFieldBytes,
  START,
  STATUS,
  TRACE_ID,
} from './span-field-bytes.ts';
import { SpanIdBytes } from './span-id-bytes.ts';
import { SpanStatusBytes } from './span-status-bytes.ts';

const needed = (1 << TRACE_ID) | (1 << SPAN_ID) | (1 << START) | (1 << END);

/**
 * Reads spans as OTLP JSON writes them, from bytes straight into the columns of a table. A span that departs from that in
 * anything (another id, a name for a number, a field twice, an escape in a key ...) is left for a reader of objects:
 * `read` gives -1 and leaves no trace. So what is mended is known in one place.
 *
 * Every method takes a position and gives the position after what it read, or -1.
 */
export class OtlpSpanBytes {
  readonly #source: ByteView;
  #table: SpanTable;
  readonly #fields: SpanFieldBytes;
  readonly #ids: SpanIdBytes;
  readonly #status: SpanStatusBytes;
  readonly #attributes: OtlpAttributeBytes;
  readonly #events: SpanEventBytes;
  // Of the span that is being read.
  #name = -1;
  #kind = 0;
  /** Start and end. */
  readonly #times = new Float64Array(2);

  constructor(source: ByteView, table: SpanTable) {
    this.#source = source;
    this.#table = table;
    this.#fields = new SpanFieldBytes(source);
    this.#ids = new SpanIdBytes(source, table);
    this.#status = new SpanStatusBytes(source);
    this.#attributes = new OtlpAttributeBytes(source, table);
    this.#events = new SpanEventBytes(source, this.#attributes);
  }

  /** Goes on with another table. */
  enter(table: SpanTable): void {
    this.#table = table;
    this.#attributes.enter(table);
    this.#ids.enter(table);
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
    this.#start();
    let seen = 0;
    let at = from;
    for (;;) {
      const field = this.#fields.find(at);
      at = this.#fields.valueAt;
      if (field === FAULT) return -1;
      if (field === ANOTHER) at = memberEnd(bytes, at);
      else {
        const bit = 1 << field;
        if ((seen & bit) !== 0) return -1;
        seen |= bit;
        switch (field) {
          case TRACE_ID:
            at = this.#ids.readTrace(at);
            break;
          case SPAN_ID:
            at = this.#ids.readSpan(at);
            break;
          case PARENT_ID:
            at = this.#ids.readParent(at);
            break;
          case NAME:
            at = this.#readName(at);
            break;
          case KIND:
            this.#kind = enumAt(bytes, at);
            at = enumEnd(bytes, at);
            break;
          case START:
            at = this.#time(at, 0);
            break;
          case END:
            at = this.#time(at, 1);
            break;
          case ATTRIBUTES:
            at = this.#events.hasAdded ? -1 : this.#attributes.read(at);
            break;
          case STATUS:
            at = this.#status.read(at);
            break;
          case EVENTS:
            at = this.#events.read(at);
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
    this.#write(resource);
    return at + 1;
  }

  #start(): void {
    this.#name = -1;
    this.#kind = 0;
    this.#ids.start();
    this.#status.start();
    this.#events.start();
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

  #time(at: number, index: 0 | 1): number {
    const { bytes, view } = this.#source;
    const end = readMsOfNanos(view, at, this.#times, index);
    return bytes[end] === QUOTE ? end + 1 : -1;
  }

  #emptyList(at: number): number {
    const { bytes } = this.#source;
    if (bytes[at] !== OPEN_LIST) return -1;
    const end = spaceEnd(bytes, at + 1);
    return bytes[end] === CLOSE_LIST ? end + 1 : -1;
  }

  #write(resource: number): void {
    const table = this.#table;
    const { code, messageFrom, messageTo } = this.#status;
    if (messageTo > 0) this.#attributes.addText(table.attributes.keys.add(statusMessageKey), messageFrom, messageTo);
    const row = table.newRow();
    this.#ids.write(row);
    table.name[row] = this.#name >= 0 ? this.#name : table.names.add('');
    table.resourceOf[row] = resource;
    table.kind[row] = this.#kind;
    table.status[row] = code;
    table.startMs[row] = this.#times[0]!;
    table.endMs[row] = this.#times[1]!;
    table.close();
  }
}
