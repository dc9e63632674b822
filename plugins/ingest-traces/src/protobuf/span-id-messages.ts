import type { SpanTable } from '@faultline/spans';
import type { SpanMendings } from './span-mendings.ts';
import type { Wire } from './wire.ts';

/** Reads ids of traces and spans from where a wire is. */
export class SpanIdMessages {
  readonly #wire: Wire;
  readonly #mendings: SpanMendings;
  #table: SpanTable;
  readonly #lastTraceId = new Uint32Array(4);
  /** -1: there is none. */
  #lastTrace = -1;

  constructor(wire: Wire, mendings: SpanMendings, table: SpanTable) {
    this.#wire = wire;
    this.#mendings = mendings;
    this.#table = table;
  }

  /** Goes on in another table. */
  moveTo(table: SpanTable): void {
    this.#table = table;
    this.#lastTrace = -1;
  }

  /** The number of the trace whose id is at `at`, for which the wire may move; -1: none. Most spans repeat the last. */
  traceAt(at: number, end: number): number {
    const wire = this.#wire;
    const { view } = wire;
    if (view.getUint8(at) !== 16) {
      wire.at = at;
      const id = this.hex(end, 16);
      return id === '' ? -1 : this.#table.traceOf(id);
    }
    const a = view.getUint32(at + 1);
    const b = view.getUint32(at + 5);
    const c = view.getUint32(at + 9);
    const d = view.getUint32(at + 13);
    const last = this.#lastTraceId;
    if (this.#lastTrace >= 0 && a === last[0] && b === last[1] && c === last[2] && d === last[3])
      return this.#lastTrace;
    if (a === 0 && b === 0 && c === 0 && d === 0) return -1;
    last.set([a, b, c, d]);
    this.#lastTrace = this.#table.traceOfWords(a, b, c, d);
    return this.#lastTrace;
  }

  /** Reads the id of a span into a row. */
  toRow(within: number, ids: SpanTable['ids'], row: number): void {
    const wire = this.#wire;
    const from = wire.at + 1;
    if (from + 8 > within || wire.view.getUint8(wire.at) !== 8) {
      ids.set(row, this.hex(within, 8));
      return;
    }
    wire.at = from + 8;
    const high = wire.view.getUint32(from);
    const low = wire.view.getUint32(from + 4);
    if (high === 0 && low === 0) ids.setNone(row);
    else ids.setWords(row, high, low);
  }

  /** The hex digits of an id, which should have so many bytes. Empty: none, which zeros stand for as well. */
  hex(within: number, length: 8 | 16): string {
    const wire = this.#wire;
    const end = wire.end(within);
    const from = wire.at;
    wire.at = end;
    let isNone = true;
    let hex = '';
    for (let at = from; at < end; at++) {
      const byte = wire.view.getUint8(at);
      isNone &&= byte === 0;
      hex += hexOf[byte];
    }
    if (isNone) return '';
    if (end - from !== length) this.#mendings.add('ingest/id-lengths');
    return hex;
  }
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
