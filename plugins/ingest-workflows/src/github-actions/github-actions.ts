import { defineIngester, FaultlineError, jsonDocuments, outerKeys } from '@faultline/core';
import type { Run } from '@faultline/model';
import { z } from 'zod';
import { actionsNotes } from './actions-notes.ts';
import { ActionsRecordsByRun } from './actions-records.ts';
import { actionsRunOf } from './actions-run.ts';

/**
 * Reads answers of the GitHub Actions API, and of its command line tool: workflow runs, lists of jobs, or both in any
 * order, as one document or one per line; one run for each workflow run, with all its attempts.
 */
export const githubActions = defineIngester({
  id: 'ingest-workflows/github-actions',
  description: 'Reads workflow runs and jobs of GitHub Actions, as its API and its command line tool give them.',
  formats: ['GitHub Actions JSON'],
  options: z.strictObject({}),
  notes: actionsNotes,
  recognizes: certaintyOf,
  async *read(bytes, { source, signal, problem }) {
    const records = new ActionsRecordsByRun();
    for await (const { value, line } of jsonDocuments(bytes, source, problem)) {
      signal?.throwIfAborted();
      if (!records.take(value)) throw invalid(source, `line ${line} is neither a workflow run nor a list of jobs.`);
    }
    const runs = [...records.byId.values()].flatMap((one) => actionsRunOf(one) ?? []);
    if (runs.length === 0) throw invalid(source, 'it has no workflow run and no job with an id and a time.');
    yield* runs.toSorted(byStart);
  },
});

const byStart = (a: Run, b: Run): number => a.startMs - b.startMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  const keys = outerKeys(text);
  const hasAny = (...names: readonly string[]): boolean => names.some((name) => keys.has(name));
  if (hasAny('workflow_runs')) return 1;
  if (hasAny('jobs')) return /"(?:run_id|runner_name|startedAt|started_at|steps)"\s*:/.test(text) ? 1 : 0.5;
  if (hasAny('run_id') && hasAny('steps', 'runner_name', 'run_attempt')) return 1;
  return hasAny('run_number', 'workflow_id', 'workflowDatabaseId') && hasAny('conclusion', 'status') ? 0.9 : 0;
}

const invalid = (source: string, problem: string): FaultlineError =>
  new FaultlineError('FAULTLINE_INVALID_INPUT', {
    source,
    problem,
    hint: 'Export /repos/OWNER/NAME/actions/runs/ID and its /jobs, or "gh run view ID --json jobs,workflowName,...".',
  });
