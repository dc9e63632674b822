import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  colonEnd,
  COMMA,
  extentEnd,
  nameEnd,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  spaceEnd,
  textEnd,
  textOfJson,
  textOfUtf8,
  valueEnd,
  type ByteWindow,
} from '@faultline/spans';
import { camelCase } from './fields.ts';
import { OtlpSpanBytes } from './otlp-span-bytes.ts';
import type { OtlpSpanReader } from './otlp-span-reader.ts';

/** What is around spans, from the outside in. Even: a list. */
const EXPORTS = 0;
const EXPORT = 1;
const ENVELOPE = 3;
const RESOURCES = 2;
const RESOURCE = 5;
const SCOPES = 4;
const SCOPE = 7;
const SPANS = 6;

/** The document is not what this reader expects, and may not be JSON at all. */
export const DEPARTS = -1;
/** The window ends too early. */
export const CUT = -2;
/** `isPauseDue` said so. */
export const PAUSED = -3;

const NULL = 0x6e;

/** What of a container has been met that may come once. */
const SOURCE = 1;
const RESOURCE_FIELDS = 2;

/**
 * Walks through one OTLP JSON document to its spans, as far as the window reaches: it stands between two members or
 * spans, and goes on from there when the window has moved. Whatever is unusual around spans is left to a reader of whole
 * documents. No recursion, and no more memory than a stack of eight.
 */
export class OtlpDocumentBytes {
  /** Where it stands. */
  at = 0;

  readonly #window: ByteWindow;
  readonly #spans: OtlpSpanReader;
  readonly #fast: OtlpSpanBytes;
  readonly #isPauseDue: (at: number) => boolean;
  /** The line where the document starts. */
  #line = 0;
  #isStarted = false;
  // The containers around `at`.
  #depth = 0;
  readonly #kind = new Uint8Array(8);
  /** Members or elements that were read. */
  readonly #count = new Uint32Array(8);
  readonly #seen = new Uint8Array(8);
  readonly #name = Array.from({ length: 8 }, () => '');
  // The resource whose spans are read.
  #resource: unknown;
  #lastResourceBytes = new Uint8Array(0);
  #lastResource: unknown;
  #isEntered = false;
  #isLegacy = false;
  /** The first row of the resource. -1: it is in a table that was handed out. */
  #firstRow = 0;

  /** `isPauseDue` is asked after each span. */
  constructor(window: ByteWindow, spans: OtlpSpanReader, isPauseDue: (at: number) => boolean) {
    this.#window = window;
    this.#spans = spans;
    this.#fast = new OtlpSpanBytes(window, spans.table);
    this.#isPauseDue = isPauseDue;
  }

  /** Gets ready for the document at `at`, which starts on a line. */
  start(at: number, line: number): void {
    this.at = at;
    this.#line = line;
    this.#depth = 0;
    this.#isStarted = false;
  }

  /** Goes on with the table that the reader of spans has now. */
  enterTable(): void {
    this.#fast.enter(this.#spans.table);
    this.#firstRow = -1;
  }

  /** Goes on from where it stands. Gives the end of the document, or `CUT`, `DEPARTS` or `PAUSED`. */
  walk(): number {
    if (!this.#isStarted) {
      const first = this.#first();
      if (first < 0) return first;
      this.at = first;
    }
    while (this.#depth > 0) {
      const next = this.#kind[this.#depth - 1] === SPANS ? this.#spanList() : this.#next();
      if (next < 0) return next;
      this.at = next;
    }
    return this.at;
  }

  /** What is wrong where it stands, after it departed or was cut at the end of the input. */
  fault(): 'cut off' | 'not JSON' | 'departs' {
    const { bytes, limit } = this.#window;
    const top = this.#depth - 1;
    let at = spaceEnd(bytes, this.at);
    if (at >= limit) return this.#depth > 0 ? 'cut off' : 'departs';
    if (this.#depth === 0) return 'not JSON';
    if (this.#count[top]! > 0) {
      if (bytes[at] !== COMMA) return 'not JSON';
      at = spaceEnd(bytes, at + 1);
    }
    if (this.#kind[top]! % 2 === 0) return this.#valueFault(at);
    const value = nameEnd(bytes, at);
    if (value < 0) return extentEnd(bytes, at, limit) >= limit ? 'cut off' : 'not JSON';
    return this.#valueFault(value);
  }

  #valueFault(at: number): 'cut off' | 'not JSON' | 'departs' {
    const { bytes, limit } = this.#window;
    if (extentEnd(bytes, at, limit) >= limit) return 'cut off';
    return valueEnd(bytes, at) < 0 ? 'not JSON' : 'departs';
  }

  #first(): number {
    const { bytes, limit } = this.#window;
    const at = spaceEnd(bytes, this.at);
    if (at >= limit) return CUT;
    this.#isStarted = true;
    if (bytes[at] === OPEN_OBJECT) return this.#open(EXPORT, '', at);
    return bytes[at] === OPEN_LIST ? this.#open(EXPORTS, '', at) : DEPARTS;
  }

  #open(kind: number, name: string, at: number): number {
    this.#kind[this.#depth] = kind;
    this.#count[this.#depth] = 0;
    this.#seen[this.#depth] = 0;
    this.#name[this.#depth] = name;
    this.#depth++;
    return at + 1;
  }

  #close(at: number): number {
    this.#depth--;
    if (this.#depth > 0) this.#count[this.#depth - 1]!++;
    return at + 1;
  }

  /** The next member or element of a container, or its end, of which the first byte is given. */
  #memberStart(): number {
    const { bytes, limit } = this.#window;
    const top = this.#depth - 1;
    const closing = this.#kind[top]! % 2 === 0 ? CLOSE_LIST : CLOSE_OBJECT;
    let at = spaceEnd(bytes, this.at);
    if (this.#count[top]! > 0 && bytes[at] !== closing) {
      if (bytes[at] !== COMMA) return at >= limit ? CUT : DEPARTS;
      at = spaceEnd(bytes, at + 1);
      if (bytes[at] === closing) return DEPARTS;
    }
    return at >= limit ? CUT : at;
  }

  #next(): number {
    const { bytes } = this.#window;
    const at = this.#memberStart();
    if (at < 0) return at;
    const kind = this.#kind[this.#depth - 1]!;
    if (kind % 2 === 1) return bytes[at] === CLOSE_OBJECT ? this.#endObject(kind, at) : this.#member(kind, at);
    if (bytes[at] === CLOSE_LIST) return this.#close(at);
    if (bytes[at] !== OPEN_OBJECT) return DEPARTS;
    if (kind === RESOURCES) {
      this.#resource = undefined;
      this.#isEntered = false;
      this.#firstRow = this.#spans.table.size;
    }
    return this.#open(kind === EXPORTS ? EXPORT : kind === RESOURCES ? RESOURCE : SCOPE, '', at);
  }

  #endObject(kind: number, at: number): number {
    const top = this.#depth - 1;
    const isExport = kind === EXPORT || kind === ENVELOPE;
    if (isExport && (this.#seen[top]! & SOURCE) === 0 && this.#count[top]! > 0) return DEPARTS;
    if (kind === RESOURCE && !this.#isEntered) this.#enterResource(false);
    return this.#close(at);
  }

  #member(kind: number, at: number): number {
    const { bytes } = this.#window;
    const end = bytes[at] === QUOTE ? textEnd(bytes, at + 1) : -1;
    const value = end < 0 ? -1 : colonEnd(bytes, end + 1);
    if (value < 0 || value >= this.#window.limit) return this.#whyNot(at);
    const name = camelCase(textOfJson(bytes, at + 1, end));
    switch (kind) {
      case EXPORT:
      case ENVELOPE:
        return this.#exportMember(kind, name, at, value);
      case RESOURCE:
        return this.#resourceMember(name, at, value);
      default:
        return this.#scopeMember(name, at, value);
    }
  }

  #exportMember(kind: number, name: string, at: number, value: number): number {
    const { bytes } = this.#window;
    switch (name) {
      case 'resourceSpans':
      case 'batches':
        if (bytes[value] !== OPEN_LIST || !this.#isNew(SOURCE)) return DEPARTS;
        return this.#open(RESOURCES, name, value);
      case 'trace':
      case 'result':
        if (kind === ENVELOPE) return this.#skip(at, value);
        if ((this.#seen[this.#depth - 1]! & SOURCE) !== 0) return DEPARTS;
        if (bytes[value] !== OPEN_OBJECT) return this.#skip(at, value);
        this.#isNew(SOURCE);
        return this.#open(ENVELOPE, name, value);
      case 'resourceLogs':
      case 'resourceMetrics':
      case 'resourceProfiles':
        return kind === ENVELOPE ? this.#skip(at, value) : DEPARTS;
      default:
        return this.#skip(at, value);
    }
  }

  #resourceMember(name: string, at: number, value: number): number {
    const { bytes } = this.#window;
    switch (name) {
      case 'resource': {
        const end = this.#skip(at, value);
        if (end < 0) return end;
        if (!this.#isNew(RESOURCE_FIELDS)) return DEPARTS;
        this.#resource = this.#parsedResource(value, end);
        return this.#isEntered && !this.#isReentered() ? DEPARTS : end;
      }
      case 'scopeSpans':
      case 'instrumentationLibrarySpans': {
        const isLegacy = name === 'instrumentationLibrarySpans';
        if (bytes[value] !== OPEN_LIST) return isLegacy ? DEPARTS : this.#skipNull(at, value);
        if (!this.#isNew(SOURCE)) return DEPARTS;
        this.#enterResource(isLegacy);
        return this.#open(SCOPES, name, value);
      }
      default:
        return this.#skip(at, value);
    }
  }

  /** Most exports repeat the resource of the one before: then this is the same object as before. */
  #parsedResource(from: number, to: number): unknown {
    const { bytes } = this.#window;
    if (!isSame(this.#lastResourceBytes, bytes, from, to)) {
      this.#lastResourceBytes = bytes.slice(from, to);
      this.#lastResource = JSON.parse(textOfUtf8(bytes, from, to));
    }
    return this.#lastResource;
  }

  #scopeMember(name: string, at: number, value: number): number {
    const { bytes } = this.#window;
    if (name === 'logRecords') return DEPARTS;
    if (name !== 'spans') return this.#skip(at, value);
    if (bytes[value] !== OPEN_LIST) return this.#skipNull(at, value);
    if (!this.#isNew(SOURCE)) return DEPARTS;
    this.#spans.enterSpans(this.#path(this.#depth, name));
    return this.#open(SPANS, name, value);
  }

  /** Reads spans for as long as the window reaches. */
  #spanList(): number {
    const { bytes } = this.#window;
    const top = this.#depth - 1;
    for (;;) {
      const at = this.#memberStart();
      if (at < 0) return at;
      if (bytes[at] === CLOSE_LIST) return this.#close(at);
      let end = this.#fast.read(at, this.#spans.resource);
      if (end < 0) end = this.#odd(at, this.#count[top]!);
      else this.#spans.countKept();
      if (end < 0) return end;
      this.at = end;
      this.#count[top]!++;
      if (this.#isPauseDue(end)) return PAUSED;
    }
  }

  /** Reads a span that departs from OTLP JSON, by JSON.parse. */
  #odd(at: number, index: number): number {
    const { bytes, limit, isEnd } = this.#window;
    const end = extentEnd(bytes, at, limit);
    if (end >= limit && !isEnd) return CUT;
    let span: unknown;
    try {
      span = JSON.parse(textOfUtf8(bytes, at, end));
    } catch {
      return DEPARTS;
    }
    this.#spans.readSpan(span, index);
    return end;
  }

  #enterResource(isLegacy: boolean): void {
    this.#isEntered = true;
    this.#isLegacy = isLegacy;
    this.#spans.enterResource(this.#resource, isLegacy, this.#path(this.#resourceDepth(), ''), this.#line);
  }

  /** Some exporters write the resource after its spans. */
  #isReentered(): boolean {
    const { table, mendedAround } = this.#spans;
    if (this.#firstRow < 0) return false;
    this.#enterResource(this.#isLegacy);
    table.resourceOf.fill(this.#spans.resource, this.#firstRow, table.size);
    // Notes on the spans are made by now.
    return this.#spans.mendedAround.length === mendedAround.length;
  }

  /** Says that something was met that may come once. False: it came before. */
  #isNew(what: number): boolean {
    const top = this.#depth - 1;
    if ((this.#seen[top]! & what) !== 0) return false;
    this.#seen[top]! |= what;
    return true;
  }

  /** The end of a member that is not read. */
  #skip(member: number, value: number): number {
    const { bytes, limit, isEnd } = this.#window;
    const end = valueEnd(bytes, value);
    if (end < 0 || (end >= limit && !isEnd)) return this.#whyNot(member);
    this.#count[this.#depth - 1]!++;
    return end;
  }

  /** The end of a list that is null; of a current name only. */
  #skipNull(member: number, value: number): number {
    const { bytes } = this.#window;
    const end = this.#skip(member, value);
    if (end < 0) return end;
    return bytes[value] === NULL && this.#isNew(SOURCE) ? end : DEPARTS;
  }

  /** Whether the member at `at` is not JSON (or too deep), or goes on beyond the window. */
  #whyNot(at: number): number {
    const { bytes, limit } = this.#window;
    const end = extentEnd(bytes, at, limit);
    const colon = spaceEnd(bytes, end);
    if (end >= limit || colon >= limit) return CUT;
    const value = spaceEnd(bytes, colon + 1);
    return value >= limit || extentEnd(bytes, value, limit) >= limit ? CUT : DEPARTS;
  }

  /** How many containers are open down to the resource. */
  #resourceDepth(): number {
    return this.#kind.subarray(0, this.#depth).indexOf(RESOURCE) + 1;
  }

  /** Names and places of so many containers: `[0].resourceSpans[1].scopeSpans[0]`, then a further name. */
  #path(depth: number, name: string): string {
    let path = '';
    for (let level = 0; level < depth; level++) {
      if (this.#name[level] !== '') path += `.${this.#name[level]}`;
      if (this.#kind[level]! % 2 === 0 && level + 1 < depth) path += `[${this.#count[level]}]`;
    }
    return (name === '' ? path : `${path}.${name}`).replace(/^\./, '');
  }
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[from + at]) return false;
  return true;
}
