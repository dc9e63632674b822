import { defineIngester, type IngestContext } from '@faultline/core';
import { figuresOf, runsOf, type SpanTable } from '@faultline/spans';
import { z } from 'zod';
import { recognized } from './framing.ts';
import { departures } from './protobuf-notes.ts';
import { protobufTables } from './protobuf-tables.ts';

const protobufOptions = z.strictObject({
  strict: z
    .boolean()
    .default(false)
    .describe('Refuse what departs from OTLP (missing ends, ids of another length ...) instead of mending it.'),
  quietMiB: z
    .number()
    .positive()
    .default(32)
    .describe(
      'After how many MiB of input without a span of it a run is taken as over. Up to twice as much is read before the first run is given, and memory grows with it.',
    ),
});

/**
 * Reads OTLP traces in protobuf, one run for each trace: what SDKs and Collectors send, and files of such messages. Runs
 * come when all of the input was read, or when nothing was heard of them for long.
 */
export const otlpProtobuf = defineIngester({
  id: 'ingest-traces/otlp-protobuf',
  description:
    'Reads OpenTelemetry traces in OTLP protobuf: exports of SDKs and Collectors, alone or one after the other.',
  formats: ['OTLP protobuf'],
  options: protobufOptions,
  notes: departures,
  recognizes: certaintyOf,
  async *read(bytes, context) {
    for await (const table of tablesIn(bytes, context))
      for (const run of runsOf(table, departures)) {
        context.signal?.throwIfAborted();
        yield run;
      }
  },
  async *figures(bytes, context) {
    for await (const table of tablesIn(bytes, context))
      for (const figures of figuresOf(table, departures)) {
        context.signal?.throwIfAborted();
        yield figures;
      }
  },
});

const tablesIn = (
  bytes: AsyncIterable<Uint8Array>,
  { options: { strict, quietMiB }, source, signal }: IngestContext<typeof protobufOptions>,
): AsyncIterable<SpanTable> => protobufTables(bytes, { source, isStrict: strict, quietMiB, signal });

/** Other signals of OTLP are recognised as well, to be refused by name. */
function certaintyOf(head: Uint8Array): number {
  const seen = recognized(head);
  if (seen === undefined) return 0;
  if (seen.signal === undefined) return 0.3;
  return seen.signal === 'traces' ? 1 : 0.9;
}
