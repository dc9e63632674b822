import { WIRE } from './wire.ts';

/**
 * How messages follow each other: as protobuf joins them (one export, or several without anything between), or each
 * after its length as four bytes (file exporter of the Collector) or as a varint (`writeDelimitedTo`).
 */
type Framing = 'joined' | 'after-uint32' | 'after-varint';

/** What OTLP sends, as far as its innermost records tell. */
type Signal = 'traces' | 'logs' | 'metrics';

/** What the beginning of an input looks like. */
export interface Recognized {
  readonly framing: Framing;
  /** Absent: there is no span, log record or metric in what was seen. */
  readonly signal?: Signal;
}

/** What is needed to tell how messages follow each other. */
export const headBytes = 65_536;

/** A longer message would not be sent. It also tells lengths from text: four letters are more. */
const longestMessage = 2 ** 28;

/**
 * Looks whether bytes begin like OTLP in protobuf, from the outermost message to the fields of the first record. They
 * may be cut off anywhere. `undefined`: they do not. O(bytes).
 */
export function recognized(head: Uint8Array): Recognized | undefined {
  let best: Recognized | undefined;
  for (const { framing, from, length } of framingsOf(head)) {
    const seen = new Outline(head).message(from, from + length);
    if (seen === 'other') continue;
    if (seen !== 'unknown') return { framing, signal: seen };
    best ??= { framing };
  }
  return best;
}

/** Where the first message would be, for each way. */
function framingsOf(head: Uint8Array) {
  const outline = new Outline(head);
  const varint = outline.varint() ?? 0;
  const uint32 = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset, 4).getUint32(0);
  const framings: readonly { framing: Framing; from: number; length: number }[] = [
    { framing: 'joined', from: 0, length: Infinity },
    { framing: 'after-uint32', from: 4, length: uint32 },
    { framing: 'after-varint', from: outline.at, length: varint },
  ];
  return framings.filter(({ framing, length }) => framing === 'joined' || (length > 0 && length <= longestMessage));
}

/** `other`: not OTLP. `unknown`: nothing against it, and nothing that tells the signal. */
type Seen = Signal | 'other' | 'unknown';

/** Lists: of resources in a message, of scopes in a resource, of records in a scope. */
const LIST = { resources: 0x0a, inner: 0x12 } as const;
/** What a resource or scope says about itself, and its schema. */
const about: ReadonlySet<number> = new Set([0x0a, 0x1a]);

/** The nesting of messages at the beginning of an input, without their values. */
class Outline {
  at = 0;
  readonly #head: Uint8Array;
  readonly #view: DataView;

  constructor(head: Uint8Array) {
    this.#head = head;
    this.#view = new DataView(head.buffer, head.byteOffset, head.length);
  }

  /** A list of resources, each with a list of scopes, each with a list of records. */
  message(from: number, end: number): Seen {
    this.at = from;
    let seen: Seen = 'unknown';
    while (seen === 'unknown' && this.at < Math.min(end, this.#head.length)) {
      if (this.varint() !== LIST.resources) return 'other';
      seen = this.#members(end, (resourceEnd) => this.#members(resourceEnd, (scopeEnd) => this.#record(scopeEnd)));
    }
    return seen;
  }

  /** A number of up to 32 bits. `undefined`: cut off, or longer. */
  varint(): number | undefined {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.at >= this.#head.length) return undefined;
      const byte = this.#view.getUint8(this.at++);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    return undefined;
  }

  /** The members of a resource or scope: something about itself, and the list that `inner` reads. */
  #members(within: number, inner: (end: number) => Seen): Seen {
    const end = this.#end(within);
    if (end === undefined) return this.#isCutOff() ? 'unknown' : 'other';
    while (this.at < Math.min(end, this.#head.length)) {
      const tag = this.varint();
      if (tag === LIST.inner) {
        const seen = inner(end);
        if (seen !== 'unknown') return seen;
      } else if (tag !== undefined && about.has(tag)) {
        const memberEnd = this.#end(end);
        if (memberEnd === undefined) return this.#isCutOff() ? 'unknown' : 'other';
        this.at = memberEnd;
      } else return this.#isCutOff() ? 'unknown' : 'other';
    }
    return 'unknown';
  }

  /** A span, log record or metric, by the types that its fields have on the wire. */
  #record(within: number): Seen {
    const end = this.#end(within);
    if (end === undefined) return this.#isCutOff() ? 'unknown' : 'other';
    const tags = new Set<number>();
    while (this.at < Math.min(end, this.#head.length)) {
      const tag = this.varint();
      if (tag === undefined) break;
      tags.add(tag);
      if (!this.#skip(tag, end)) return this.#isCutOff() ? signalOf(tags) : 'other';
    }
    return signalOf(tags);
  }

  #skip(tag: number, within: number): boolean {
    const next = this.#pastValue(tag & 7, within);
    if (tag < 8 || next === undefined || next > within) return false;
    this.at = next;
    return true;
  }

  #pastValue(type: number, within: number): number | undefined {
    switch (type) {
      case WIRE.varint:
        return this.#pastVarint();
      case WIRE.fixed64:
        return this.at + 8;
      case WIRE.fixed32:
        return this.at + 4;
      case WIRE.bytes:
        return this.#end(within);
      default:
        return undefined;
    }
  }

  #pastVarint(): number | undefined {
    for (let at = this.at; at < Math.min(this.at + 10, this.#head.length); at++)
      if (this.#view.getUint8(at) < 128) return at + 1;
    return undefined;
  }

  #end(within: number): number | undefined {
    const length = this.varint();
    return length === undefined || this.at + length > within ? undefined : this.at + length;
  }

  #isCutOff(): boolean {
    return this.at >= this.#head.length;
  }
}

/** Tags of fields by which a record is told: times are fixed64 in spans (7, 8) and in log records (1, 11). */
const told: readonly (readonly [Signal, tags: readonly number[]])[] = [
  ['traces', [0x39, 0x41]],
  ['logs', [0x09, 0x59]],
  // Parent, kind, links and status of a span without times.
  ['traces', [0x22, 0x30, 0x6a, 0x7a]],
];
/** A metric has a name, and a gauge, sum or the like. */
const METRIC = { name: 0x0a, data: [0x2a, 0x3a, 0x4a, 0x52, 0x5a] } as const;

function signalOf(tags: ReadonlySet<number>): Seen {
  const has = (tag: number): boolean => tags.has(tag);
  for (const [signal, own] of told) if (own.some(has)) return signal;
  return has(METRIC.name) && METRIC.data.some(has) ? 'metrics' : 'unknown';
}
