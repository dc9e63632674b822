import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { runSchema, stepExecutionSchema, type Run, type RunInput, type StepExecution } from './index.ts';

const least = { id: 'r', workflowId: 'w', status: 'completed', startMs: 0, executions: [] } as const;
const execution = { id: 'a', stepId: 'fetch', startMs: 0, status: 'completed' } as const;

const full: Run = {
  schemaVersion: 1,
  id: 'r',
  workflowId: 'w',
  subjectId: 'subject',
  context: { region: 'eu-west', release: 7, isCanary: true },
  status: 'failed',
  startMs: 1_700_000_000_000.25,
  endMs: 1_700_000_000_900,
  metrics: { dataQuality: 0.9 },
  executions: [
    {
      id: 'a',
      stepId: 'fetch',
      type: 'web_search',
      item: 'round 1',
      attempt: 2,
      parentId: 'root',
      isAsync: true,
      queuedMs: 1,
      startMs: 2,
      endMs: 3,
      status: 'failed',
      error: { type: 'HTTPError', message: 'no answer', stack: 'at fetch' },
      input: { query: [null, 'x'] },
      output: 'text',
      metrics: { memoryMiB: 12.5 },
      dependenciesResolved: ['plan'],
      dependenciesFailed: [],
      attributes: { 'gen_ai.system': 'local' },
    },
  ],
  edges: [{ from: 'root', to: 'a', origin: 'dataflow', kind: 'needs' }],
  notes: [{ id: 'ingest/missing-end', severity: 'info', message: 'One end is missing.', executionIds: ['a'] }],
};

it('keeps a full run as it is, also through JSON', () => {
  expect(runSchema.parse(full)).toEqual(full);
  expect(runSchema.parse(JSON.parse(JSON.stringify(full)))).toEqual(full);
});

it('fills in what a person may leave out, and its own output parses to itself', () => {
  const run = runSchema.parse({
    ...least,
    executions: [execution],
    edges: [{ from: 'a', to: 'a', origin: 'temporal' }],
  });
  expect(run).toEqual({
    ...least,
    schemaVersion: 1,
    context: {},
    metrics: {},
    notes: [],
    executions: [{ ...execution, type: 'task', item: '', attempt: 1, isAsync: false, metrics: {} }],
    edges: [{ from: 'a', to: 'a', origin: 'temporal', kind: 'needs' }],
  });
  expect(runSchema.parse(run)).toEqual(run);
});

// As text: in an object literal the key would set the prototype.
const withKey = (value: unknown): unknown => JSON.parse(`{"__proto__":${JSON.stringify(value)}}`);

describe('the key "__proto__"', () => {
  it.each(['context', 'metrics'])('is kept in the %s of a run', (field) => {
    const run = runSchema.parse({ ...least, [field]: withKey(5) });
    expect(JSON.stringify(run)).toContain(`"${field}":{"__proto__":5}`);
  });
  it.each(['metrics', 'attributes'])('is kept in the %s of an execution', (field) => {
    const parsed = stepExecutionSchema.parse({ ...execution, [field]: withKey(5) });
    expect(JSON.stringify(parsed)).toContain(`"${field}":{"__proto__":5}`);
  });
  it('is kept in inputs and outputs', () => {
    const parsed = stepExecutionSchema.parse({ ...execution, input: withKey({ deep: 1 }) });
    expect(JSON.stringify(parsed)).toContain('"input":{"__proto__":{"deep":1}}');
  });
  it('is checked like any other', () => {
    const parsed = stepExecutionSchema.safeParse({ ...execution, metrics: withKey('high') });
    expect(parsed.error?.issues.map(({ path }) => path)).toEqual([['metrics', '__proto__']]);
  });
  it('pollutes nothing', () => {
    runSchema.parse({ ...least, context: withKey('polluted') });
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { deep?: unknown }).deep).toBeUndefined();
  });
});

it.each([
  ['an unknown field', { ...least, stats: {} }, []],
  ['an empty id', { ...least, id: '' }, ['id']],
  ['an unknown status', { ...least, status: 'done' }, ['status']],
  ['a time that is no number', { ...least, startMs: NaN }, ['startMs']],
  ['a newer version', { ...least, schemaVersion: 2 }, ['schemaVersion']],
  ['an attempt 0', { ...least, executions: [{ ...execution, attempt: 0 }] }, ['executions', 0, 'attempt']],
  ['a metric without a number', { ...least, metrics: { loss: Infinity } }, ['metrics', 'loss']],
  ['metrics as a list', { ...least, metrics: [1] }, ['metrics']],
  ['a context of objects', { ...least, context: { user: {} } }, ['context', 'user']],
  ['a note with a foreign id', { ...least, notes: [{ id: 'x/y', severity: 'info', message: '' }] }, ['notes', 0, 'id']],
  ['an explicit undefined', { ...least, endMs: undefined }, ['endMs']],
])('refuses %s and says where', (_what, input, path) => {
  expect(runSchema.safeParse(input).error?.issues.map((issue) => issue.path)).toEqual([path]);
});

it('takes steps and failures of kinds it does not know', () => {
  const parsed = stepExecutionSchema.parse({ ...execution, type: 'oracle', error: { type: 'cancelled' } });
  expect([parsed.type, parsed.error]).toEqual(['oracle', { type: 'cancelled', message: '' }]);
});

it('infers names for editors, and strings for everything else', () => {
  expectTypeOf<StepExecution['type']>().toExtend<string>();
  expectTypeOf<'oracle'>().toExtend<StepExecution['type']>();
  expectTypeOf<RunInput['metrics']>().toEqualTypeOf<Readonly<Record<string, number>> | undefined>();
  expectTypeOf<Run>().toExtend<z.output<typeof runSchema>>();
});

it('keeps clocks, joins and a definition, and adds none', () => {
  const bare = { ...least, executions: [{ ...execution, clock: 'triage/host-1/7' }] };
  const joined = {
    ...bare,
    joins: [{ from: ['a'], to: ['b', 'c'], origin: 'framework' }],
    definition: { id: 'w', steps: [{ id: 'a' }, { id: 'b', dependencies: ['a'] }] },
  };
  expect(runSchema.parse(bare)).not.toHaveProperty('joins');
  expect(runSchema.parse(bare)).not.toHaveProperty('definition');
  const parsed = runSchema.parse(joined);
  expect([parsed.executions[0].clock, parsed.joins]).toEqual(['triage/host-1/7', joined.joins]);
  expect(runSchema.parse(parsed)).toEqual(parsed);
});
