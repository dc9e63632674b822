import { OpenRuns, type SpanTable } from '@faultline/spans';
import { OtlpProtobufReader } from './otlp-protobuf-reader.ts';
import type { OtlpProtobufReading } from './span-mendings.ts';

/** How a stream of OTLP protobuf is read. */
export interface OtlpProtobufStreaming extends OtlpProtobufReading {
  /** So much of the input without a span of a run means that the run is over. */
  readonly quietMiB: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads OTLP traces in protobuf into tables of spans. All spans of a run are in one table, unless it had been quiet for
 * so long that it was taken as over (see `OpenRuns`). A table is valid until the next is asked for.
 * @throws FaultlineError where the input cannot be read; what was handed out before was.
 */
export async function* protobufTables(
  bytes: AsyncIterable<Uint8Array>,
  { quietMiB, signal, ...reading }: OtlpProtobufStreaming,
): AsyncGenerator<SpanTable> {
  const openRuns = new OpenRuns(quietMiB * 2 ** 20);
  const reader = new OtlpProtobufReader(reading, openRuns.table);
  function* tablesSoFar(): Generator<SpanTable> {
    while (reader.readOn((position) => openRuns.isDue(position))) {
      const over = openRuns.endStretch(reader.position);
      reader.moveTo(openRuns.table);
      if (over !== undefined) yield over;
    }
  }

  for await (const chunk of bytes) {
    signal?.throwIfAborted();
    reader.add(chunk);
    yield* tablesSoFar();
  }
  reader.end();
  yield* tablesSoFar();
  reader.finish();
  yield* openRuns.rest();
}
