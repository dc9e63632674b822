import { describe, expect, it } from 'vitest';
import { findingSchema, jsonSchemas, reportSchema, runSchema, workflowDefinitionSchema } from './index.ts';
import { violationsOf } from './json-schema.test-support.ts';

const names = ['workflow', 'run', 'finding', 'report'] as const;

describe.each(names)('the JSON Schema of %s', (name) => {
  const schema = jsonSchemas[name]();
  const text = JSON.stringify(schema);

  it('is one self-contained document of draft 2020-12', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    const definitions = Object.keys(schema.$defs ?? {}).map((definition) => `#/$defs/${definition}`);
    expect(references.filter((reference) => !definitions.includes(reference))).toEqual([]);
  });
  it('never says readOnly: nobody but the reader owns these documents', () => {
    expect(text).not.toContain('readOnly');
  });
  it('leaves only payloads unchecked', () => {
    expect(text.match(/\{\}/g) ?? []).toHaveLength((text.match(/"default":\{\}/g) ?? []).length);
  });
});

const required = (name: (typeof names)[number]): unknown => Object.values(jsonSchemas[name]().$defs ?? {})[0].required;

it('asks people for what has no default, and promises all fields of what Faultline writes', () => {
  expect(required('run')).toEqual(['id', 'workflowId', 'status', 'startMs', 'executions']);
  expect(required('workflow')).toEqual(['id', 'steps']);
  expect(required('report')).toContain('actionItems');
});

const run = { id: 'r', workflowId: 'w', status: 'completed', startMs: 0, executions: [] };
const execution = { id: 'a', stepId: 'a', startMs: 0, status: 'failed' };
const workflow = { id: 'w', steps: [{ id: 'a' }, { id: 'b', dependencies: ['a', { on: 'c' }] }] };
const finding = {
  id: 'a/b:c@',
  ruleId: 'a/b',
  kind: 'validator',
  messageId: 'c',
  message: '',
  severity: 'info',
  stepIds: [],
  executionIds: [],
  startMs: 0,
  data: {},
  evidence: [],
};

it.each([
  ['run', run],
  ['run', { ...run, executions: [execution], metrics: { tokens: 1 } }],
  [
    'run',
    { ...run, executions: [{ ...execution, input: { deep: [null] }, attributes: { a: {} }, error: { type: 'x' } }] },
  ],
  ['run', { ...run, notes: [{ id: 'ingest/x', severity: 'info', message: '' }] }],
  ['run', { ...run, id: '' }],
  ['run', { ...run, extra: 1 }],
  ['run', { ...run, metrics: { tokens: 'many' } }],
  ['run', { ...run, metrics: [] }],
  ['run', { ...run, executions: [{ ...execution, status: 'done' }] }],
  ['run', { ...run, executions: [{ ...execution, attempt: 1.5 }] }],
  ['run', { ...run, notes: [{ id: 'x', severity: 'info', message: '' }] }],
  ['run', { ...run, startMs: '0' }],
  ['workflow', workflow],
  ['workflow', { ...workflow, steps: [{ id: 'a', baseline: { durationMs: { p50: 1 } } }] }],
  ['workflow', { ...workflow, steps: [{ id: 'a', baseline: { durationMs: { p51: 1 } } }] }],
  ['workflow', { ...workflow, steps: [{ id: 'a', resources: { gpus: -1 } }] }],
  ['workflow', { ...workflow, steps: [{ id: 'a', dependencies: [''] }] }],
  ['workflow', { ...workflow, steps: [{ id: 'a', dependencies: [{ on: 'b', criticality: 'huge' }] }] }],
  ['workflow', { ...workflow, successCriteria: { minDataQuality: 2 } }],
  ['finding', finding],
  ['finding', { ...finding, kind: 'failure-rule', confidence: 1, causes: [] }],
  ['finding', { ...finding, kind: 'failure-rule', confidence: 2, causes: [] }],
  ['finding', { ...finding, kind: 'optimizer' }],
  ['finding', { ...finding, evidence: [{ type: 'finding', findingId: 'x' }] }],
  ['finding', { ...finding, evidence: [{ type: 'rumour' }] }],
  ['finding', { ...finding, data: { a: null } }],
  ['report', {}],
] as const)('agrees with zod on a %s: %j', (name, document) => {
  const schemas = { run: runSchema, workflow: workflowDefinitionSchema, finding: findingSchema, report: reportSchema };
  const violations = violationsOf(jsonSchemas[name](), document);
  expect(violations.length === 0).toBe(schemas[name].safeParse(document).success);
});
