import { defineIngester, outerKeys, type IngestContext } from '@faultline/core';
import { figuresOf, runsOf, type SpanTable } from '@faultline/spans';
import { z } from 'zod';
import { tolerances } from './otlp-notes.ts';
import { otlpTables } from './stream/otlp-tables.ts';

const otlpOptions = z.strictObject({
  strict: z
    .boolean()
    .default(false)
    .describe(
      'Refuse what departs from OTLP JSON (base64 ids, names of enums, missing ends ...) instead of mending it.',
    ),
  quietMiB: z
    .number()
    .positive()
    .default(16)
    .describe(
      'After how many MiB of input without a span of it a run is taken as over. Nothing is before four times as much was read, so that all runs of a smaller input are whole. Memory grows with it.',
    ),
});

/**
 * Reads OTLP traces as JSON or JSON Lines, one run for each trace. Spans of a trace may be anywhere in the input: runs
 * come when all of it was read, or when nothing was heard of them for long.
 */
export const otlpJson = defineIngester({
  id: 'ingest-traces/otlp-json',
  description: 'Reads OpenTelemetry traces in OTLP JSON: exports of collectors and SDKs, answers of Tempo and Jaeger.',
  formats: ['OTLP JSON', 'OTLP JSON Lines'],
  options: otlpOptions,
  notes: tolerances,
  recognizes: certaintyOf,
  async *read(bytes, context) {
    for await (const table of tablesIn(bytes, context))
      for (const run of runsOf(table, tolerances)) {
        context.signal?.throwIfAborted();
        yield run;
      }
  },
  async *figures(bytes, context) {
    for await (const table of tablesIn(bytes, context))
      for (const figures of figuresOf(table, tolerances)) {
        context.signal?.throwIfAborted();
        yield figures;
      }
  },
});

const tablesIn = (
  bytes: AsyncIterable<Uint8Array>,
  { options: { strict, quietMiB }, source, signal, problem }: IngestContext<typeof otlpOptions>,
): AsyncIterable<SpanTable> => otlpTables(bytes, { source, isStrict: strict, quietMiB, signal, problem });

/** Other signals of OTLP are recognised as well, to be refused by name. */
function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  const keys = outerKeys(text);
  const has = (...names: readonly string[]): boolean => names.some((name) => keys.has(name));
  if (has('resourceSpans', 'resource_spans')) return 1;
  if (has('resourceLogs', 'resource_logs', 'resourceMetrics', 'resource_metrics', 'resourceProfiles')) return 0.9;
  if (has('batches') && /"(scopeSpans|scope_spans|instrumentationLibrarySpans)"/.test(text)) return 0.9;
  if (has('trace', 'result') && /"(resourceSpans|resource_spans|scopeSpans)"/.test(text)) return 0.9;
  return 0;
}
