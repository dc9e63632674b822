import { runSchema } from '@faultline/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWith } from '@faultline/plugin-testkit';
import { mangled } from '../mangled.test-support.ts';
import { endsCleanly, runWith } from '../run-with.test-support.ts';
import { githubActions } from './github-actions.ts';

const startMs = Date.UTC(2026, 0, 2, 3);
/** The instant so many seconds after three o'clock. */
const at = (seconds: number): string => new Date(startMs + seconds * 1000).toISOString().replace('.000', '');

const workflowRun = (more: object = {}) => ({
  id: 597,
  name: 'CI',
  head_branch: 'main',
  head_sha: 'd9132daf',
  run_number: 5,
  event: 'push',
  status: 'completed',
  conclusion: 'success',
  workflow_id: 66,
  run_attempt: 1,
  html_url: 'https://github.com/acme/triage/actions/runs/597',
  created_at: at(0),
  run_started_at: at(0),
  updated_at: at(60),
  ...more,
});

const jobOf = (name: string, from: number, to: number, more: object = {}) => ({
  id: 1000 + from,
  run_id: 597,
  workflow_name: 'CI',
  run_attempt: 1,
  status: 'completed',
  conclusion: 'success',
  created_at: at(from - 1),
  started_at: at(from),
  completed_at: at(to),
  name,
  steps: [],
  runner_id: 2,
  runner_name: 'GitHub Actions 2',
  labels: ['ubuntu-latest'],
  ...more,
});

const stepOf = (number: number, name: string, from: number, to: number, more: object = {}) => ({
  name,
  number,
  status: 'completed',
  conclusion: 'success',
  started_at: at(from),
  completed_at: at(to),
  ...more,
});

const build = jobOf('build', 5, 20, { steps: [stepOf(1, 'Set up job', 5, 7), stepOf(2, 'Compile', 7, 19)] });
const test = jobOf('test (ubuntu-latest, 22)', 21, 40);

it('reads jobs, and their steps as children in sequence', async () => {
  const run = await runWith(githubActions, { total_count: 2, jobs: [test, build] });
  expect(runSchema.parse(run)).toEqual(run);
  expect(run).toMatchObject({
    id: '597',
    workflowId: 'CI',
    status: 'completed',
    startMs: startMs + 4000,
    endMs: startMs + 40_000,
  });
  expect(run.executions.map(({ id, stepId, item, parentId }) => [id, stepId, item, parentId])).toEqual([
    ['1005/1', 'build', '', undefined],
    ['1005/1/1', 'build / Set up job', '', '1005/1'],
    ['1005/1/2', 'build / Compile', '', '1005/1'],
    ['1021/1', 'test', 'ubuntu-latest, 22', undefined],
  ]);
  expect(run.executions[0]).toMatchObject({
    queuedMs: startMs + 4000,
    startMs: startMs + 5000,
    endMs: startMs + 20_000,
    attributes: { runner: 'GitHub Actions 2', labels: ['ubuntu-latest'] },
  });
  expect(run.edges).toEqual([{ from: '1005/1/1', to: '1005/1/2', origin: 'framework', kind: 'needs' }]);
  expect(run.notes.map(({ id }) => id)).toEqual(['ingest/whole-seconds']);
});

it('takes what the workflow run says of itself', async () => {
  const run = await runWith(githubActions, { ...workflowRun({ conclusion: 'failure' }), jobs: [build] });
  expect(run).toMatchObject({
    status: 'failed',
    startMs,
    context: { repository: 'acme/triage', branch: 'main', event: 'push', release: 'd9132daf', runNumber: 5 },
  });
});

it('joins a run and its jobs from any documents, in any order', async () => {
  const documents = [workflowRun(), { jobs: [build] }, [test], workflowRun({ id: 598 })];
  const expected = await readWith(githubActions, documents.map((one) => JSON.stringify(one)).join('\n'));
  expect(expected.runs.map(({ id, executions }) => [id, executions.length])).toEqual([
    ['597', 4],
    ['598', 0],
  ]);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(documents, { minLength: documents.length }), async (shuffled) => {
      const lines = shuffled.map((one) => JSON.stringify(one)).join('\n');
      expect(await readWith(githubActions, lines)).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

it('says of a run without jobs that they are missing', async () => {
  const run = await runWith(githubActions, workflowRun());
  expect(run).toMatchObject({ executions: [], endMs: startMs + 60_000 });
  expect(run.notes.map(({ id }) => id)).toEqual(['ingest/no-jobs']);
});

it('reads what the command line tool writes', async () => {
  const run = await runWith(githubActions, {
    databaseId: 597,
    workflowName: 'CI',
    event: 'push',
    status: 'in_progress',
    conclusion: '',
    createdAt: at(0),
    startedAt: at(0),
    jobs: [
      {
        databaseId: 7,
        name: 'build',
        status: 'in_progress',
        conclusion: '',
        startedAt: at(5),
        completedAt: '0001-01-01T00:00:00Z',
        steps: [
          {
            name: 'Compile',
            number: 1,
            status: 'completed',
            conclusion: 'success',
            startedAt: at(5),
            completedAt: at(6),
          },
        ],
      },
    ],
  });
  expect(run).toMatchObject({
    id: '597',
    workflowId: 'CI',
    status: 'running',
    executions: [{ status: 'running' }, { status: 'completed' }],
  });
  expect('endMs' in run).toBe(false);
});

it('reads attempts, and a job that a later attempt took over as one', async () => {
  const failed = jobOf('test', 21, 30, { id: 1, conclusion: 'failure' });
  const again = jobOf('test', 51, 60, { id: 3, run_attempt: 2 });
  const takenOver = jobOf('build', 5, 20, { id: 4, run_attempt: 2 });
  const run = await runWith(githubActions, [again, { ...build, steps: [] }, failed, takenOver]);
  expect(run.status).toBe('completed');
  expect(run.executions.map(({ stepId, attempt, item, status }) => [stepId, attempt, item, status])).toEqual([
    ['build', 1, '', 'completed'],
    ['test', 1, '', 'failed'],
    ['test', 2, '', 'completed'],
  ]);
  expect(run.notes.map(({ message }) => message)).toContain(
    '1 of 4 records of jobs repeat another one and were merged with it.',
  );
});

it('takes the last state of a job that was asked for twice', async () => {
  const before = { ...build, status: 'in_progress', conclusion: null, completed_at: null, steps: [] };
  const run = await runWith(githubActions, [build, before]);
  expect(run.executions.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
});

it('tells jobs and steps of one name apart', async () => {
  const steps = [stepOf(1, 'Run', 5, 6), stepOf(2, 'Run', 6, 7)];
  const run = await runWith(githubActions, [jobOf('a (x)', 5, 8, { id: 1, steps }), jobOf('a (x)', 5, 8, { id: 2 })]);
  expect(run.executions.map(({ stepId, item }) => [stepId, item])).toEqual([
    ['a', 'x'],
    ['a / Run', 'x'],
    ['a / Run', 'x #2'],
    ['a', 'x #2'],
  ]);
  expect(new Set(run.executions.map(({ id }) => id)).size).toBe(4);
});

it.for([
  [{ conclusion: 'success' }, 'completed', undefined],
  [{ conclusion: 'neutral' }, 'completed', undefined],
  [{ conclusion: 'failure' }, 'failed', 'unknown_error'],
  [{ conclusion: 'timed_out' }, 'failed', 'timeout'],
  [{ conclusion: 'cancelled' }, 'failed', 'cancelled'],
  [{ conclusion: 'cancelled', runner_id: 0, runner_name: '' }, 'skipped', undefined],
  [{ conclusion: 'cancelled', started_at: null }, 'skipped', undefined],
  [{ conclusion: 'skipped' }, 'skipped', undefined],
  [{ conclusion: 'action_required' }, 'pending', undefined],
  [{ conclusion: 'startup_failure' }, 'failed', 'startup_failure'],
  [{ conclusion: null, status: 'queued', started_at: null }, 'pending', undefined],
  [{ conclusion: null, status: 'waiting' }, 'pending', undefined],
  [{ conclusion: null, status: 'in_progress' }, 'running', undefined],
] as const)('a job with %j is %s', async ([more, status, errorType]) => {
  const [job] = (await runWith(githubActions, [jobOf('build', 5, 20, more)])).executions;
  expect(job?.status).toBe(status);
  expect(job?.error?.type).toBe(errorType);
});

it('takes a step that was passed over for no time, also where its end is before its start', async () => {
  const steps = [
    stepOf(1, 'a', 5, 6),
    stepOf(2, 'b', 8, 7, { conclusion: 'skipped' }),
    stepOf(3, 'c', 8, 9),
    { name: 'd', conclusion: 'skipped' },
  ];
  const run = await runWith(githubActions, [jobOf('build', 5, 20, { steps })]);
  expect(
    run.executions
      .slice(1)
      .map(({ status, startMs: from, endMs }) => [status, (from - startMs) / 1000, endMs === undefined]),
  ).toEqual([
    ['completed', 5, false],
    ['skipped', 8, true],
    ['completed', 8, false],
    ['skipped', 9, true],
  ]);
  expect(run.edges).toHaveLength(1);
});

it('does not guess how long a job waited that was created after it started', async () => {
  const run = await runWith(githubActions, [jobOf('build', 5, 20, { created_at: at(9) })]);
  expect('queuedMs' in (run.executions[0] ?? {})).toBe(false);
  expect(run.notes.map(({ id }) => id)).toContain('ingest/unknown-queue');
});

it('counts what it cannot place', async () => {
  const run = await runWith(githubActions, {
    jobs: [jobOf('build', 5, 20, { steps: [7, stepOf(1, 'a', 5, 6)] }), jobOf('late', 1, 2, { id: undefined }), 7],
    ...workflowRun(),
  });
  expect(run.notes.map(({ message }) => message).slice(1)).toEqual([
    '2 of 3 records of jobs have no id or no time and were left out.',
    '1 of 2 records of steps cannot be read and were left out.',
  ]);
});

it('reads a list of runs', async () => {
  const { runs } = await readWith(
    githubActions,
    JSON.stringify({
      total_count: 2,
      workflow_runs: [workflowRun({ id: 2, run_started_at: at(9) }), workflowRun({ id: 1 })],
    }),
  );
  expect(runs.map(({ id }) => id)).toEqual(['1', '2']);
});

it('takes "__proto__" for a name like any other', async () => {
  const run = await runWith(githubActions, [jobOf('__proto__', 5, 20, { steps: [stepOf(1, '__proto__', 5, 6)] })]);
  expect(run.executions.map(({ stepId }) => stepId)).toEqual(['__proto__', '__proto__ / __proto__']);
});

it.for([
  ['no jobs', { jobs: [] }, 'it has no workflow run and no job with an id and a time.'],
  ['an empty list', [], 'line 1 is neither a workflow run nor a list of jobs.'],
  ['another answer of the API', { id: 1, name: 'triage', full_name: 'acme/triage' }, 'line 1 is neither'],
  ['a number', 7, 'line 1 is neither'],
  ['jobs without times', [{ run_id: 1, id: 2, status: 'queued' }], 'it has no workflow run and no job'],
  ['a message of the API', { message: 'Not Found', status: '404' }, 'line 1 is neither'],
] as const)('refuses %s', async ([_name, document, message]) => {
  await expect(readWith(githubActions, JSON.stringify(document))).rejects.toMatchObject({
    code: 'FAULTLINE_INVALID_INPUT',
    message: expect.stringContaining(message),
  });
});

it('gives valid runs or one refusal, whatever stands in the place of a value', async () => {
  await fc.assert(
    fc.asyncProperty(mangled({ ...workflowRun(), jobs: [build, test] }), async (document) => {
      expect(await endsCleanly(githubActions, document)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it.for([
  ['{"total_count":1,"jobs":[{"id":1,"run_id":2', 1],
  ['[{"id":1,"run_id":2,"run_attempt":1,"steps":[', 1],
  ['{"total_count":2,"workflow_runs":[', 1],
  ['{"id":1,"name":"CI","run_number":5,"status":"completed"', 0.9],
  ['{"databaseId":1,"workflowDatabaseId":5,"conclusion":""', 0.9],
  ['{"name":"x","schemaVersion":"1.3","workflow":{"jobs":[{"steps":[', 0],
  ['{"resourceSpans":[]}', 0],
  ['<log>', 0],
] as const)('is sure of %j to %d', ([head, certainty]) => {
  expect(githubActions.recognizes(new TextEncoder().encode(head))).toBe(certainty);
});
