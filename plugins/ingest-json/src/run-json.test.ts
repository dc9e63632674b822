import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Run } from '@faultline/model';
import { arbitraryRun, inputOf, nested, readWith } from '@faultline/plugin-testkit';
import { runJson } from './run-json.ts';

const run = {
  id: 'run-1',
  workflowId: 'triage',
  status: 'completed',
  startMs: 0,
  endMs: 5,
  executions: [{ id: 'a', stepId: 'fetch', startMs: 0, endMs: 5, status: 'completed' }],
};

async function read(input: string): Promise<{ readonly runs: readonly Run[]; readonly problems: readonly string[] }> {
  const { runs, problems } = await readWith(runJson, input);
  return { runs, problems: problems.map(({ message }) => message) };
}

const withExecution = (more: object) => ({ ...run, executions: [{ ...run.executions[0], ...more }] });

it('reads one run, and fills in what may be left out', async () => {
  const { runs, problems } = await read(JSON.stringify(run, undefined, 2));
  expect(problems).toEqual([]);
  expect(runs).toEqual([
    {
      ...run,
      schemaVersion: 1,
      context: {},
      metrics: {},
      edges: [],
      notes: [],
      executions: [{ ...run.executions[0], type: 'task', item: '', attempt: 1, isAsync: false, metrics: {} }],
    },
  ]);
});

const idsIn = async (input: string) => (await read(input)).runs.map(({ id }) => id);

it('reads a list and one run per line', async () => {
  const other = { ...run, id: 'run-2' };
  expect(await idsIn(JSON.stringify([run, other]))).toEqual(['run-1', 'run-2']);
  expect(await idsIn(inputOf(run, '', other, ''))).toEqual(['run-1', 'run-2']);
});

it('gives back any run that it is given', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRun, async (written) => {
      const { runs, problems } = await read(JSON.stringify(written));
      expect([runs, problems]).toEqual([[written], []]);
    }),
  );
});

it('reports a line that cannot be read, and reads the others', async () => {
  const { runs, problems } = await read(
    inputOf(run, '{"id": oops', { ...run, startMs: 'noon' }, 7, { ...run, id: 'last' }),
  );
  expect(runs.map(({ id }) => id)).toEqual(['run-1', 'last']);
  expect(problems).toEqual([
    'Cannot read "input": it is not JSON (line 2, column 8).',
    'Cannot read "input": line 3 is not a run: startMs must be a number.',
    'Cannot read "input": line 4 is not a run: it must be an object.',
  ]);
});

it('reports a run of a list that cannot be read, by its place', async () => {
  const { runs, problems } = await read(JSON.stringify([{ ...run, id: '' }, run]));
  expect(runs).toHaveLength(1);
  expect(problems).toEqual(['Cannot read "input": run 1 is not a run: id must not be empty.']);
});

it.for([
  [{ ...run, workflowId: undefined }, 'line 1 is not a run: workflowId must be a string.'],
  [{ ...run, status: 'done' }, 'status must be one of "pending", "running", "completed"'],
  [{ ...run, color: 'patient-7' }, 'it has the unknown field "color".'],
  [{ ...run, metrics: { memoryMiB: 'patient-7' } }, 'metrics.memoryMiB is not valid'],
  [withExecution({ attempt: 0 }), 'executions[0].attempt must be more than 0.'],
  [withExecution({ stepId: 7, startMs: 'patient-7', status: 'patient-7' }), 'executions[0].stepId must be a string; '],
] as const)('refuses %j', async ([document, message]) => {
  const refusal: unknown = await read(JSON.stringify(document)).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'FAULTLINE_INVALID_INPUT', message: expect.stringContaining(message) });
  expect(String(refusal)).not.toContain('patient-7');
});

it('names three problems and counts the rest', async () => {
  const executions = Array.from({ length: 100 }, () => ({}));
  await expect(read(JSON.stringify({ ...run, executions }))).rejects.toThrow(
    'executions[0].id must be a string; executions[0].stepId must be a string; executions[0].startMs must be a number; and 397 more.',
  );
});

it.for(['input', 'output'])('refuses an %s that is nested deeper than 64 levels', async (field) => {
  expect((await read(JSON.stringify(withExecution({ [field]: nested(64) })))).runs).toHaveLength(1);
  await expect(read(JSON.stringify(withExecution({ [field]: nested(65) })))).rejects.toMatchObject({
    code: 'FAULTLINE_TOO_DEEP',
    message: expect.stringContaining(`line 1: executions[0].${field}`),
  });
});

it('counts the levels of an attribute from its value', async () => {
  expect((await read(JSON.stringify(withExecution({ attributes: { a: nested(64) } })))).runs).toHaveLength(1);
  await expect(read(JSON.stringify(withExecution({ attributes: { a: nested(65) } })))).rejects.toMatchObject({
    code: 'FAULTLINE_TOO_DEEP',
  });
});

it('reads a tree of any depth', async () => {
  const executions = Array.from({ length: 10_000 }, (_, at) => ({
    ...run.executions[0],
    id: `s${at}`,
    ...(at > 0 && { parentId: `s${at - 1}` }),
  }));
  expect((await read(JSON.stringify({ ...run, executions }))).runs[0]?.executions).toHaveLength(10_000);
});

it('keeps "__proto__" as an ordinary key', async () => {
  const { runs } = await read(inputOf(run).replace('"stepId"', '"attributes":{"__proto__":{"__proto__":1}},"stepId"'));
  expect(JSON.stringify(runs[0]?.executions[0]?.attributes)).toBe('{"__proto__":{"__proto__":1}}');
});

it('refuses a list without runs, and a file that is cut off', async () => {
  await expect(read('[]')).rejects.toThrow('its list has no runs.');
  await expect(read(JSON.stringify(run).slice(0, -3))).rejects.toMatchObject({ code: 'FAULTLINE_TRUNCATED' });
});

it.for([
  ['{"id":"x","workflowId":"w","executions":[', 1],
  ['[{"executions":[],"workflowId":"w"}]', 1],
  ['{"id":"x","executions":[{"input":"', 0.6],
  ['{"workflowId":"w","startMs":0', 0.6],
  ['{"workflowId":"w"}', 0],
  ['{"resourceSpans":[{"executions":[],"workflowId":""}]}', 0],
  ['', 0],
] as const)('is sure of %j to %d', ([head, certainty]) => {
  expect(runJson.recognizes(new TextEncoder().encode(head))).toBe(certainty);
});
