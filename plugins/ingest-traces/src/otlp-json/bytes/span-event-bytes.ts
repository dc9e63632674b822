import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  colonEnd,
  COMMA,
  FieldNames,
  OPEN_LIST,
  OPEN_OBJECT,
  plainEnd,
  QUOTE,
  readEvents,
  spaceEnd,
  textOfUtf8,
  valueEnd,
  type ByteView,
} from '@faultline/spans';
import { memberEnd } from './member-end.ts';
import type { OtlpAttributeBytes } from './otlp-attribute-bytes.ts';

const fieldNames = new FieldNames(['name', 'attributes']);
const NAME = 0;

/**
 * Reads the events of a span: attributes of those that tell something become its own, the others are passed over. Every
 * method takes a position and gives the position after what it read, or -1.
 */
export class SpanEventBytes {
  /** Whether attributes of events were added since `start`. */
  hasAdded = false;

  readonly #source: ByteView;
  readonly #attributes: OtlpAttributeBytes;

  constructor(source: ByteView, attributes: OtlpAttributeBytes) {
    this.#source = source;
    this.#attributes = attributes;
  }

  /** Gets ready for another span. */
  start(): void {
    this.hasAdded = false;
  }

  /** Reads the list at `at`. */
  read(at: number): number {
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
      const field = fieldNames.find(view, next + 1);
      if (field < 0) next = memberEnd(bytes, next);
      else {
        if ((seen & (1 << field)) !== 0) return -1;
        seen |= 1 << field;
        next = colonEnd(bytes, next + 2 + fieldNames.lengths[field]!);
        if (field === NAME) {
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
      this.hasAdded = true;
      if (this.#attributes.read(attributesAt) < 0) return -1;
    }
    return next + 1;
  }
}
