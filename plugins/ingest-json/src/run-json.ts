import { defineIngester, FaultlineError, jsonDocuments, outerKeys } from '@faultline/core';
import { z } from 'zod';
import { checkedRun } from './checked-run.ts';

/**
 * Reads Faultline's own run documents: one, a list, or one per line. Where there are several, one that cannot be read
 * is reported and the others are read; a single one is refused.
 */
export const runJson = defineIngester({
  id: 'ingest-json/run',
  description: "Reads Faultline's own run documents: one run, a list of runs, or one run per line.",
  formats: ['Faultline run JSON', 'Faultline run NDJSON'],
  options: z.strictObject({}),
  notes: {},
  recognizes: certaintyOf,
  async *read(bytes, { source, signal, problem }) {
    let documents = 0;
    let refusal: FaultlineError | undefined;
    for await (const { value, line } of jsonDocuments(bytes, source, problem)) {
      signal?.throwIfAborted();
      const isList = Array.isArray(value);
      if (isList && value.length === 0) refusal = emptyList(source);
      for (const [index, document] of (isList ? value : [value]).entries()) {
        documents++;
        if (refusal !== undefined) problem(refusal);
        refusal = undefined;
        try {
          yield checkedRun(document, source, isList ? `run ${index + 1}` : `line ${line}`);
        } catch (error) {
          if (!(error instanceof FaultlineError)) throw error;
          refusal = error;
        }
      }
    }
    if (refusal === undefined) return;
    if (documents < 2) throw refusal;
    problem(refusal);
  },
});

/** The executions may be beyond the head. */
function certaintyOf(head: Uint8Array): number {
  const keys = outerKeys(new TextDecoder().decode(head));
  if (keys.has('executions') && keys.has('workflowId')) return 1;
  return keys.has('executions') || (keys.has('workflowId') && keys.has('startMs')) ? 0.6 : 0;
}

const emptyList = (source: string): FaultlineError =>
  new FaultlineError('FAULTLINE_INVALID_INPUT', {
    source,
    problem: 'its list has no runs.',
    hint: 'Check that the export that wrote it found any runs.',
  });
