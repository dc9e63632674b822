import type { SpanTable } from '@faultline/spans';
import { LineWindow, type WindowSizes } from './line-window.ts';
import { OtlpStream, type OtlpStreaming } from './otlp-stream.ts';

const usualSizes: WindowSizes = { firstBytes: 2 ** 18, mostHeldBytes: 2 ** 22 };

/**
 * Reads OTLP JSON, one document or JSON Lines, into tables of spans. All spans of a run are in one table, unless it had
 * been quiet for so long that it was taken as over (see `OpenRuns`). A table is valid until the next is asked for.
 * @throws FaultlineError where the input cannot be read; what was handed out before was.
 */
export async function* otlpTables(
  bytes: AsyncIterable<Uint8Array>,
  streaming: OtlpStreaming,
  sizes = usualSizes,
): AsyncGenerator<SpanTable> {
  const lines = new LineWindow(bytes, sizes, streaming.source, streaming.signal);
  try {
    yield* new OtlpStream(lines, streaming, sizes.mostHeldBytes).tables();
  } finally {
    await lines.window.close();
  }
}
