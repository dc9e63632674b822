import { defineIngester, FaultlineError, jsonDocuments, outerKeys } from '@faultline/core';
import { runsOf } from '@faultline/spans';
import { z } from 'zod';
import { tolerances } from './otlp-notes.ts';
import { OtlpReader } from './otlp-reader.ts';

/**
 * Reads OTLP traces as JSON or JSON Lines, one run for each trace. Spans of a trace may be anywhere in the input, so
 * runs come when all of it was read; until then spans are columns.
 */
export const otlpJson = defineIngester({
  id: 'ingest-traces/otlp-json',
  description: 'Reads OpenTelemetry traces in OTLP JSON: exports of collectors and SDKs, answers of Tempo and Jaeger.',
  formats: ['OTLP JSON', 'OTLP JSON Lines'],
  options: z.strictObject({
    strict: z
      .boolean()
      .default(false)
      .describe(
        'Refuse what departs from OTLP JSON (base64 ids, names of enums, missing ends ...) instead of mending it.',
      ),
  }),
  notes: tolerances,
  recognizes: certaintyOf,
  async *read(bytes, { options, source, signal }) {
    const reader = new OtlpReader({ source, isStrict: options.strict });
    for await (const { value, line } of jsonDocuments(bytes, source, (error) => refuseLine(error, source))) {
      signal?.throwIfAborted();
      reader.read(value, line);
    }
    reader.finish();
    for (const run of runsOf(reader.table, tolerances)) {
      signal?.throwIfAborted();
      yield run;
    }
  },
});

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

/** A trace may have spans on any line, so no run could be trusted when one is left out. */
function refuseLine(error: FaultlineError, source: string): never {
  if (error.code === 'FAULTLINE_TRUNCATED') throw error;
  const place = /\(line \d+, column \d+\)/.exec(error.message)?.[0] ?? '';
  throw new FaultlineError(
    'FAULTLINE_INVALID_INPUT',
    {
      source,
      problem: `a line is not JSON ${place}. Spans of any trace may be missing, so nothing was read.`,
      hint: 'Mend or remove that line; without it, runs may be incomplete.',
    },
    { cause: error },
  );
}
