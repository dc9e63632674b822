import { jsonDocuments, type FaultlineError, type IngestContext, type NoteCatalogue } from '@faultline/core';
import type { Json, Run } from '@faultline/model';
import { lineRefused } from './line-refused.ts';
import { runsOf } from '../runs/runs-of.ts';
import type { SpanTable } from '../table/span-table.ts';

/** Reads documents of one format into a table of spans. */
export interface DocumentReader {
  readonly table: SpanTable;
  /** `line`: where the document starts. */
  read(document: Json, line: number): void;
  /** Called when all was read. Refuses the input where nothing could be kept. */
  finish(): void;
}

/**
 * The runs of one JSON document, or of JSON Lines. Spans of a trace may be anywhere in the input, so runs come when all of
 * it was read. A line that is not JSON refuses the input: any trace may have had spans on it.
 */
export async function* runsOfJson(
  bytes: AsyncIterable<Uint8Array>,
  { source, signal }: Pick<IngestContext, 'source' | 'signal'>,
  catalogue: NoteCatalogue,
  reader: DocumentReader,
): AsyncGenerator<Run> {
  const refuse = (error: FaultlineError): never => {
    throw lineRefused(error, source);
  };
  for await (const { value, line } of jsonDocuments(bytes, source, refuse)) {
    signal?.throwIfAborted();
    reader.read(value, line);
  }
  reader.finish();
  for (const run of runsOf(reader.table, catalogue)) {
    signal?.throwIfAborted();
    yield run;
  }
}
