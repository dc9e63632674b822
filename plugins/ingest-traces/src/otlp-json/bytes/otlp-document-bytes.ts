import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  colonEnd,
  COMMA,
  extentEnd,
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
import { camelCase } from '../fields.ts';
import type { OtlpSpanReader } from '../objects/otlp-span-reader.ts';
import { documentFault, type DocumentFault } from './document-fault.ts';
import { DocumentResource } from './document-resource.ts';
import { CONTAINER, OpenContainers } from './open-containers.ts';
import { OtlpSpanBytes } from './otlp-span-bytes.ts';
import { CUT, DEPARTS, PAUSED, stopAt } from './stop.ts';

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
  /** The containers around `at`. */
  readonly #open = new OpenContainers();
  readonly #resource: DocumentResource;

  /** `isPauseDue` is asked after each span. */
  constructor(window: ByteWindow, spans: OtlpSpanReader, isPauseDue: (at: number) => boolean) {
    this.#window = window;
    this.#spans = spans;
    this.#fast = new OtlpSpanBytes(window, spans.table);
    this.#resource = new DocumentResource(window, spans);
    this.#isPauseDue = isPauseDue;
  }

  /** Gets ready for a document, which starts on a line. */
  start(line: number): void {
    this.#line = line;
    this.#open.depth = 0;
    this.#isStarted = false;
  }

  /** Goes on with the table that the reader of spans has now. */
  enterTable(): void {
    this.#fast.enter(this.#spans.table);
    this.#resource.leaveTable();
  }

  /** Goes on, from where it stood. Gives the end of the document, or `CUT`, `DEPARTS` or `PAUSED`. */
  walk(from: number): number {
    this.at = from;
    if (!this.#isStarted) {
      const first = this.#first();
      if (first < 0) return first;
      this.at = first;
    }
    while (this.#open.depth > 0) {
      const next = this.#open.kind === CONTAINER.spans ? this.#spanList() : this.#next();
      if (next < 0) return next;
      this.at = next;
    }
    return this.at;
  }

  /** What is wrong at the place where it departed, or was cut at the end of the input. */
  faultAt(at: number): DocumentFault {
    return documentFault(this.#window, at, this.#open);
  }

  #first(): number {
    const { bytes, limit } = this.#window;
    const at = spaceEnd(bytes, this.at);
    if (at >= limit) return CUT;
    this.#isStarted = true;
    if (bytes[at] === OPEN_OBJECT) return this.#enter(CONTAINER.export, '', at);
    return bytes[at] === OPEN_LIST ? this.#enter(CONTAINER.exports, '', at) : DEPARTS;
  }

  /** Goes into a container, whose first byte is at `at`. */
  #enter(kind: number, name: string, at: number): number {
    this.#open.open(kind, name);
    return at + 1;
  }

  /** Leaves the innermost container, whose last byte is at `at`. */
  #leave(at: number): number {
    this.#open.close();
    return at + 1;
  }

  #next(): number {
    const { bytes } = this.#window;
    const at = this.#memberStart();
    if (at < 0) return at;
    const { kind, isList } = this.#open;
    if (!isList) return bytes[at] === CLOSE_OBJECT ? this.#endObject(kind, at) : this.#member(kind, at);
    if (bytes[at] === CLOSE_LIST) return this.#leave(at);
    if (bytes[at] !== OPEN_OBJECT) return DEPARTS;
    switch (kind) {
      case CONTAINER.exports:
        return this.#enter(CONTAINER.export, '', at);
      case CONTAINER.resources:
        this.#resource.start();
        return this.#enter(CONTAINER.resource, '', at);
      default:
        return this.#enter(CONTAINER.scope, '', at);
    }
  }

  /** The next member or element of a container, or its end, of which the first byte is given. */
  #memberStart(): number {
    const { bytes, limit } = this.#window;
    const closing = this.#open.isList ? CLOSE_LIST : CLOSE_OBJECT;
    let at = spaceEnd(bytes, this.at);
    if (this.#open.count > 0 && bytes[at] !== closing) {
      if (bytes[at] !== COMMA) return at >= limit ? CUT : DEPARTS;
      at = spaceEnd(bytes, at + 1);
      if (bytes[at] === closing) return DEPARTS;
    }
    return at >= limit ? CUT : at;
  }

  #endObject(kind: number, at: number): number {
    const isExport = kind === CONTAINER.export || kind === CONTAINER.envelope;
    if (isExport && !this.#open.hasMet(SOURCE) && this.#open.count > 0) return DEPARTS;
    if (kind === CONTAINER.resource && !this.#resource.isEntered) this.#enterResource(false);
    return this.#leave(at);
  }

  #member(kind: number, at: number): number {
    const { bytes } = this.#window;
    const end = bytes[at] === QUOTE ? textEnd(bytes, at + 1) : -1;
    const value = end < 0 ? -1 : colonEnd(bytes, end + 1);
    if (value < 0 || value >= this.#window.limit) return stopAt(this.#window, at);
    const name = camelCase(textOfJson(bytes, at + 1, end));
    switch (kind) {
      case CONTAINER.export:
      case CONTAINER.envelope:
        return this.#exportMember(kind, name, at, value);
      case CONTAINER.resource:
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
        if (bytes[value] !== OPEN_LIST || !this.#open.isNew(SOURCE)) return DEPARTS;
        return this.#enter(CONTAINER.resources, name, value);
      case 'trace':
      case 'result':
        if (kind === CONTAINER.envelope) return this.#skip(at, value);
        if (this.#open.hasMet(SOURCE)) return DEPARTS;
        if (bytes[value] !== OPEN_OBJECT) return this.#skip(at, value);
        this.#open.isNew(SOURCE);
        return this.#enter(CONTAINER.envelope, name, value);
      case 'resourceLogs':
      case 'resourceMetrics':
      case 'resourceProfiles':
        return kind === CONTAINER.envelope ? this.#skip(at, value) : DEPARTS;
      default:
        return this.#skip(at, value);
    }
  }

  /** The end of a member that is not read. */
  #skip(member: number, value: number): number {
    const { bytes, limit, isEnd } = this.#window;
    const end = valueEnd(bytes, value);
    if (end < 0 || (end >= limit && !isEnd)) return stopAt(this.#window, member);
    this.#open.countOne();
    return end;
  }

  #resourceMember(name: string, at: number, value: number): number {
    const { bytes } = this.#window;
    switch (name) {
      case 'resource': {
        const end = this.#skip(at, value);
        if (end < 0) return end;
        if (!this.#open.isNew(RESOURCE_FIELDS)) return DEPARTS;
        this.#resource.read(value, end);
        if (!this.#resource.isEntered) return end;
        return this.#resource.enterAfterSpans(this.#open.resourcePath, this.#line) ? end : DEPARTS;
      }
      case 'scopeSpans':
      case 'instrumentationLibrarySpans': {
        const isLegacy = name === 'instrumentationLibrarySpans';
        if (bytes[value] !== OPEN_LIST) return isLegacy ? DEPARTS : this.#skipNull(at, value);
        if (!this.#open.isNew(SOURCE)) return DEPARTS;
        this.#enterResource(isLegacy);
        return this.#enter(CONTAINER.scopes, name, value);
      }
      default:
        return this.#skip(at, value);
    }
  }

  #enterResource(isLegacy: boolean): void {
    this.#resource.enter(isLegacy, this.#open.resourcePath, this.#line);
  }

  /** The end of a list that is null; of a current name only. */
  #skipNull(member: number, value: number): number {
    const { bytes } = this.#window;
    const end = this.#skip(member, value);
    if (end < 0) return end;
    return bytes[value] === NULL && this.#open.isNew(SOURCE) ? end : DEPARTS;
  }

  #scopeMember(name: string, at: number, value: number): number {
    const { bytes } = this.#window;
    if (name === 'logRecords') return DEPARTS;
    if (name !== 'spans') return this.#skip(at, value);
    if (bytes[value] !== OPEN_LIST) return this.#skipNull(at, value);
    if (!this.#open.isNew(SOURCE)) return DEPARTS;
    this.#spans.enterSpans(this.#open.pathTo(name));
    return this.#enter(CONTAINER.spans, name, value);
  }

  /** Reads spans for as long as the window reaches. */
  #spanList(): number {
    const { bytes } = this.#window;
    for (;;) {
      const at = this.#memberStart();
      if (at < 0) return at;
      if (bytes[at] === CLOSE_LIST) return this.#leave(at);
      let end = this.#fast.read(at, this.#spans.resource);
      if (end < 0) end = this.#odd(at, this.#open.count);
      else this.#spans.countKept();
      if (end < 0) return end;
      this.at = end;
      this.#open.countOne();
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
}
