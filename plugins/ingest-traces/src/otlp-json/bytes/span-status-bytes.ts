import {
  CLOSE_OBJECT,
  colonEnd,
  COMMA,
  FieldNames,
  OPEN_OBJECT,
  QUOTE,
  spaceEnd,
  textEnd,
  type ByteView,
} from '@faultline/spans';
import { enumAt, enumEnd } from './enum-bytes.ts';
import { memberEnd } from './member-end.ts';

const fieldNames = new FieldNames(['code', 'message']);
const CODE = 0;

/** Reads the status of a span, `{"code":2,"message":"..."}`, and keeps it until the next is begun. */
export class SpanStatusBytes {
  code = 0;
  /** The content of the message. It ends at 0: there is none. */
  messageFrom = 0;
  messageTo = 0;

  readonly #source: ByteView;

  constructor(source: ByteView) {
    this.#source = source;
  }

  /** Forgets the status of the span before. */
  start(): void {
    this.code = 0;
    this.messageTo = 0;
  }

  /** Reads the object at `at` and gives its end. -1: it departs from OTLP JSON. */
  read(at: number): number {
    const { bytes, view } = this.#source;
    if (bytes[at] !== OPEN_OBJECT) return -1;
    let seen = 0;
    let next = spaceEnd(bytes, at + 1);
    if (bytes[next] === CLOSE_OBJECT) return next + 1;
    for (;;) {
      if (bytes[next] !== QUOTE) return -1;
      const field = fieldNames.find(view, next + 1);
      if (field < 0) next = memberEnd(bytes, next);
      else {
        if ((seen & (1 << field)) !== 0) return -1;
        seen |= 1 << field;
        next = colonEnd(bytes, next + 2 + fieldNames.lengths[field]!);
        next = field === CODE ? this.#readCode(next) : this.#readMessage(next);
      }
      if (next < 0) return -1;
      next = spaceEnd(bytes, next);
      if (bytes[next] === CLOSE_OBJECT) return next + 1;
      if (bytes[next] !== COMMA) return -1;
      next = spaceEnd(bytes, next + 1);
    }
  }

  #readCode(at: number): number {
    const { bytes } = this.#source;
    this.code = enumAt(bytes, at);
    return enumEnd(bytes, at);
  }

  #readMessage(at: number): number {
    const { bytes } = this.#source;
    if (bytes[at] !== QUOTE) return -1;
    const end = textEnd(bytes, at + 1);
    if (end < 0) return -1;
    this.messageFrom = at + 1;
    this.messageTo = end > at + 1 ? end : 0;
    return end + 1;
  }
}
