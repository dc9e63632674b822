import { ByteTexts, colonEnd, FieldNames, QUOTE, spaceEnd, type ByteView } from '@faultline/spans';
import { learn } from './learn.ts';

const names = [
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
] as const;
const fieldNames = new FieldNames(names);

/** The fields of a span that are read. Their numbers are their places among `names`. */
export const [TRACE_ID, SPAN_ID, PARENT_ID, NAME, KIND, START, END, ATTRIBUTES, STATUS, EVENTS, LINKS] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;
/** What `SpanFieldBytes.find` gives of a field that is not read. */
export const ANOTHER = -1;
/** What `SpanFieldBytes.find` gives where there is no field. */
export const FAULT = -2;

/** Fields whose values are texts that are read without their quotes. */
const quoted = (1 << TRACE_ID) | (1 << SPAN_ID) | (1 << PARENT_ID) | (1 << NAME) | (1 << START) | (1 << END);

/** Tells the fields of spans apart, by all that stands before the content of a value: `,"name":"`. */
export class SpanFieldBytes {
  /** Where the value of the field begins, behind its quote if it is a text; of `ANOTHER`, its name. */
  valueAt = 0;

  readonly #source: ByteView;
  readonly #heads = new ByteTexts();

  constructor(source: ByteView) {
    this.#source = source;
  }

  /** Which field follows the brace or comma at `at`. */
  find(at: number): number {
    this.valueAt = this.#heads.expectedEnd(this.#source, at);
    return this.valueAt >= 0 ? this.#heads.found : this.#findNew(at);
  }

  #findNew(at: number): number {
    const { bytes, view } = this.#source;
    const nameAt = spaceEnd(bytes, at + 1);
    if (bytes[nameAt] !== QUOTE) return FAULT;
    const field = fieldNames.find(view, nameAt + 1);
    this.valueAt = nameAt;
    if (field < 0) return ANOTHER;
    this.valueAt = colonEnd(bytes, nameAt + 2 + fieldNames.lengths[field]!);
    if (this.valueAt < 0) return FAULT;
    if ((quoted & (1 << field)) !== 0 && bytes[this.valueAt++] !== QUOTE) return FAULT;
    learn(this.#heads, this.#source, at, this.valueAt, field);
    return field;
  }
}
