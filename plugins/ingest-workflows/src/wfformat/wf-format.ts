import { defineIngester, FaultlineError, jsonDocuments, outerKeys } from '@faultline/core';
import type { Json, Run } from '@faultline/model';
import { z } from 'zod';
import { wfInstanceOf } from './wf-instance.ts';
import { wfNotes } from './wf-notes.ts';
import { wfRunOf } from './wf-run.ts';

/**
 * Reads instances of workflows in WfFormat, of WfCommons: one, a list, or one per line; one run each. The format tells how
 * long tasks ran and what they needed, but not when: their times are derived, and a note says so.
 */
export const wfFormat = defineIngester({
  id: 'ingest-workflows/wfformat',
  description:
    'Reads executed workflows in WfFormat (WfCommons), with derived times: the format records durations only.',
  formats: ['WfFormat'],
  options: z.strictObject({}),
  notes: wfNotes,
  recognizes: certaintyOf,
  async *read(bytes, { source, signal, problem }) {
    let instances = 0;
    let refusal: FaultlineError | undefined;
    for await (const { value, line } of jsonDocuments(bytes, source, problem)) {
      const isList = Array.isArray(value);
      for (const [index, document] of (isList ? value : [value]).entries()) {
        signal?.throwIfAborted();
        instances++;
        // One that cannot be read refuses the input only where it is alone.
        if (refusal !== undefined) problem(refusal);
        refusal = undefined;
        try {
          yield readInstance(document, source, isList ? `instance ${index + 1}` : `line ${line}`);
        } catch (error) {
          if (!(error instanceof FaultlineError)) throw error;
          refusal = error;
        }
      }
    }
    if (instances === 0) throw invalid(source, 'its list has no instances.', 'Check what wrote it.');
    if (refusal === undefined) return;
    if (instances === 1) throw refusal;
    problem(refusal);
  },
});

function readInstance(document: Json, source: string, place: string): Run {
  const instance = wfInstanceOf(document);
  if ('problem' in instance) throw invalid(source, `${place} ${instance.problem}.`, instance.hint);
  if (instance.tasks.length === 0) throw invalid(source, `${place} has no tasks.`, 'Check what wrote it.');
  return wfRunOf(instance, (taskId) => {
    throw new FaultlineError('FAULTLINE_TOO_DEEP', { source, where: `a field of the task "${taskId}" at ${place}` });
  });
}

function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  const keys = outerKeys(text);
  if (!keys.has('workflow')) return 0;
  const hasTasks = /"(?:specification|execution|tasks|jobs)"\s*:/.test(text);
  if (keys.has('schemaVersion')) return hasTasks ? 1 : 0.6;
  return hasTasks && /"(?:parents|runtimeInSeconds|runtime)"\s*:/.test(text) ? 0.8 : 0;
}

const invalid = (source: string, problem: string, hint: string): FaultlineError =>
  new FaultlineError('FAULTLINE_INVALID_INPUT', { source, problem, hint });
