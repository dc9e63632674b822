import { fieldsOf, listIn, textIn, type Fields } from '../fields.ts';

/** What an input says of one workflow run. Names of fields are in lowerCamelCase, as the command line tool writes them. */
export interface ActionsRecords {
  readonly runId: string;
  /** As the API gave it, each attempt apart. None: only its jobs are in the input. */
  readonly runs: Fields[];
  /** Members of lists of jobs; not all need to be objects. */
  readonly jobs: (Fields | undefined)[];
}

/**
 * Sorts what was read by the run that it belongs to. Takes runs with and without jobs, lists of runs
 * (`{"workflow_runs": [...]}`), lists of jobs (`{"jobs": [...]}`), and arrays of either.
 */
export class ActionsRecordsByRun {
  readonly byId = new Map<string, ActionsRecords>();

  /** Whether it is one of these. */
  take(document: unknown): boolean {
    const documents = Array.isArray(document) ? (document as readonly unknown[]) : [document];
    // No short cut: everything is taken that can be.
    return documents.map((one) => this.#takeOne(camelCased(fieldsOf(one)))).every(Boolean) && documents.length > 0;
  }

  #takeOne(fields: Fields | undefined): boolean {
    if (fields === undefined) return false;
    if (Array.isArray(fields['workflowRuns']))
      return listIn(fields['workflowRuns'])
        .map((run) => this.#takeOne(camelCased(fieldsOf(run))))
        .every(Boolean);
    if (isJob(fields)) {
      this.#of(runIdOfJob(fields)).jobs.push(fields);
      return true;
    }
    const hasJobs = Array.isArray(fields['jobs']);
    if (!isRun(fields) && !hasJobs) return false;
    const runId = isRun(fields) ? runIdOf(fields) : '';
    if (isRun(fields)) this.#of(runId).runs.push(fields);
    for (const member of listIn(fields['jobs'])) {
      const job = camelCased(fieldsOf(member));
      this.#of(runId === '' ? runIdOfJob(job) : runId).jobs.push(job);
    }
    return true;
  }

  #of(runId: string): ActionsRecords {
    const known = this.byId.get(runId);
    if (known !== undefined) return known;
    const records: ActionsRecords = { runId, runs: [], jobs: [] };
    this.byId.set(runId, records);
    return records;
  }
}

const isJob = (fields: Fields): boolean =>
  Array.isArray(fields['steps']) || (fields['runId'] !== undefined && textIn(fields['status']) !== undefined);

const isRun = (fields: Fields): boolean =>
  textIn(fields['status']) !== undefined &&
  ['workflowId', 'workflowName', 'workflowDatabaseId', 'runNumber', 'headSha', 'event'].some((name) => name in fields);

const runIdOf = (run: Fields): string => idIn(run['id'] ?? run['databaseId']) ?? runIdInUrl(run) ?? 'unknown';

const runIdOfJob = (job: Fields | undefined): string =>
  job === undefined ? 'unknown' : (idIn(job['runId']) ?? runIdInUrl(job) ?? 'unknown');

/** `https://github.com/owner/name/actions/runs/597/job/1621` */
const runIdInUrl = ({ htmlUrl, url }: Fields): string | undefined =>
  /\/runs\/(\d+)/.exec(textIn(htmlUrl) ?? textIn(url) ?? '')?.[1];

/** Ids are numbers, beyond 2^53 texts. */
export const idIn = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : textIn(value));

/** The API writes `run_attempt`, the command line tool `runAttempt`. Not deep. */
export function camelCased(fields: Fields | undefined): Fields | undefined {
  if (fields === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
