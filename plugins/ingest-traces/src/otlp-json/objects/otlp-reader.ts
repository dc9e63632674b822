import type { Json } from '@faultline/model';
import type { SpanTable } from '@faultline/spans';
import { camelCased, fieldsOf } from '../fields.ts';
import type { OtlpReading } from './otlp-mendings.ts';
import { OtlpSpanReader } from './otlp-span-reader.ts';
import { resourceSpansIn } from './resource-spans.ts';

/** Reads OTLP JSON documents that were parsed as a whole into a table of spans. */
export class OtlpReader {
  readonly #spans: OtlpSpanReader;

  constructor(reading: OtlpReading, spans = new OtlpSpanReader(reading)) {
    this.#spans = spans;
  }

  get table(): SpanTable {
    return this.#spans.table;
  }

  /** Spans met so far: `table.size + table.droppedCount`. */
  get spanCount(): number {
    return this.#spans.spanCount;
  }

  /**
   * Reads one document. `line`: where it starts.
   * @throws FaultlineError where it is not OTLP traces, or a value is nested too deep; when strict, at any departure.
   */
  read(document: Json, line: number): void {
    const refuse = (problem: string, hint: string): never => this.#spans.refuse(problem, hint);
    for (const { path, fields } of resourceSpansIn(document, line, refuse)) {
      const isLegacy = fields.scopeSpans === undefined && fields.instrumentationLibrarySpans !== undefined;
      const name = isLegacy ? 'instrumentationLibrarySpans' : 'scopeSpans';
      this.#spans.enterResource(fields.resource, isLegacy, path, line);
      for (const [scope, member] of this.#listOf(fields[name], `${path}.${name}`, line).entries())
        this.#readScope(member, `${path}.${name}[${scope}].spans`, line);
    }
  }

  /** @throws FaultlineError where nothing of what was read could be kept. */
  finish(): void {
    this.#spans.finish();
  }

  #readScope(scope: unknown, path: string, line: number): void {
    const { spans, logRecords } = camelCased(fieldsOf(scope) ?? {});
    if (logRecords !== undefined)
      this.#spans.refuse(`${path} (line ${line}) has log records beside it.`, 'Send logs to the logs endpoint.');
    this.#spans.enterSpans(path);
    for (const [index, span] of this.#listOf(spans, path, line).entries()) this.#spans.readSpan(span, index);
  }

  #listOf(value: unknown, path: string, line: number): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    return this.#spans.refuse(`${path} (line ${line}) is not a list.`, 'Check what wrote the file.');
  }
}
