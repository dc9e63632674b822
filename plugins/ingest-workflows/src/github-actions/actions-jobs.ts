import { msOfInstant } from '@faultline/core';
import { listIn, textIn, type Fields } from '../fields.ts';
import { idIn } from './actions-records.ts';

/** A job of one attempt of a run. */
export interface ActionsJob {
  readonly id: string;
  readonly attempt: number;
  /** The step that it is: its name without the values of a matrix. */
  readonly stepId: string;
  /** The values of the matrix; a number follows where several jobs have all in common. */
  item: string;
  readonly createdMs: number | undefined;
  readonly startedMs: number | undefined;
  readonly completedMs: number | undefined;
  readonly fields: Fields;
}

/** The jobs of a run, and what became of their records: read = kept + merged + dropped. */
export interface ActionsJobs {
  readonly jobs: readonly ActionsJob[];
  readonly merged: number;
  readonly dropped: number;
}

/**
 * Reads records of jobs. One job may be recorded several times: asked for again while it ran, or handed on to a later
 * attempt in which it did not run again: then all its times are the same. O(n log n).
 */
export function actionsJobsOf(records: readonly (Fields | undefined)[]): ActionsJobs {
  const found = records.flatMap((fields) => jobOf(fields) ?? []).toSorted(byProgress);
  const jobs = [...new Map(found.map((job) => [JSON.stringify([job.id, job.attempt]), job])).values()].toSorted(
    byAttempt,
  );
  // Of a job that was handed on the first attempt is the one in which it ran.
  const ran = new Map<string, ActionsJob>();
  const seen = new Map<string, number>();
  for (const job of jobs) {
    const key = sameness(job);
    const inAttempt = JSON.stringify([key, job.attempt]);
    const ordinal = (seen.get(inAttempt) ?? 0) + 1;
    seen.set(inAttempt, ordinal);
    const one = JSON.stringify([key, ordinal]);
    if (!ran.has(one)) ran.set(one, job);
  }
  const kept = [...ran.values()];
  tellApart(kept);
  return { jobs: kept, merged: found.length - kept.length, dropped: records.length - found.length };
}

function jobOf(fields: Fields | undefined): ActionsJob | undefined {
  const id = idIn(fields?.['id'] ?? fields?.['databaseId']);
  if (fields === undefined || id === undefined) return undefined;
  // The command line tool writes the year 1 for "not yet", which is no instant here.
  const [createdMs, startedMs, completedMs] = ['createdAt', 'startedAt', 'completedAt'].map((name) =>
    msOfInstant(fields[name]),
  );
  if (createdMs === undefined && startedMs === undefined) return undefined;
  const attempt = Number(fields['runAttempt'] ?? 1);
  return {
    id,
    attempt: Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1,
    ...stepAndItemOf(textIn(fields['name']) ?? 'unnamed'),
    createdMs,
    startedMs,
    completedMs,
    fields,
  };
}

/** `test (ubuntu-latest, 22)` is the step `test` for the item `ubuntu-latest, 22`. */
function stepAndItemOf(name: string): { readonly stepId: string; readonly item: string } {
  const [, stepId, item] = /^(.*\S) \(([^()]*)\)$/.exec(name) ?? [];
  return stepId === undefined || item === undefined ? { stepId: name, item: '' } : { stepId, item };
}

/** The record that knows most comes last. */
const byProgress = (a: ActionsJob, b: ActionsJob): number =>
  (a.completedMs ?? -Infinity) === (b.completedMs ?? -Infinity)
    ? (a.startedMs ?? 0) - (b.startedMs ?? 0) || listIn(a.fields['steps']).length - listIn(b.fields['steps']).length
    : (a.completedMs ?? -Infinity) - (b.completedMs ?? -Infinity);

const byAttempt = (a: ActionsJob, b: ActionsJob): number =>
  a.attempt - b.attempt || compare(a.stepId, b.stepId) || compare(a.item, b.item) || compareIds(a.id, b.id);

/** What is the same in every record of one job; one that did not end is only like itself. */
const sameness = ({ id, attempt, stepId, item, startedMs, completedMs, fields }: ActionsJob): string =>
  startedMs === undefined || completedMs === undefined
    ? JSON.stringify([id, attempt])
    : JSON.stringify([stepId, item, startedMs, completedMs, fields['conclusion']]);

function tellApart(jobs: readonly ActionsJob[]): void {
  const seen = new Map<string, number>();
  for (const job of jobs) {
    const key = JSON.stringify([job.stepId, job.item, job.attempt]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    if (count > 1) job.item = numbered(job.item, count);
  }
}

/** The second of several with the same item: `"2"`, `"ubuntu #2"`. */
export const numbered = (item: string, count: number): string => (item === '' ? String(count) : `${item} #${count}`);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Numbers by size, without losing those beyond 2^53. */
const compareIds = (a: string, b: string): number => a.length - b.length || compare(a, b);
