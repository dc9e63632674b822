import { expect, it } from 'vitest';
import { z } from 'zod';
import { workflowDefinitionSchema, type WorkflowDefinition } from './index.ts';

const full: WorkflowDefinition = {
  schemaVersion: 1,
  id: 'report',
  version: '2.1',
  description: 'Fetches and writes.',
  steps: [
    {
      id: 'fetch',
      type: 'tool',
      description: '',
      dependencies: [],
      isOptional: true,
      expectedDurationMs: 100,
      resources: { memoryMiB: 512 },
      failureTolerance: 'high',
      baseline: { durationMs: { p50: 90, p95: 120, mean: 95 } },
    },
    {
      id: 'write',
      type: 'llm',
      description: 'Writes.',
      dependencies: [
        { on: 'fetch', dependencyType: 'control', dataFlow: ['text'], maxDelayMs: 5, criticality: 'high' },
      ],
      isOptional: false,
      resources: {},
      failureTolerance: 'low',
      baseline: {},
    },
  ],
  successCriteria: { maxDurationMs: 1000, minCriticalSuccessRate: 0.9, minDataQuality: 0.8 },
};

it('keeps a full definition as it is, also through JSON', () => {
  expect(workflowDefinitionSchema.parse(full)).toEqual(full);
  expect(workflowDefinitionSchema.parse(JSON.parse(JSON.stringify(full)))).toEqual(full);
});

it('takes the id of a step for a dependency on it', () => {
  const { steps } = workflowDefinitionSchema.parse({
    id: 'w',
    steps: [{ id: 'fetch' }, { id: 'write', dependencies: ['fetch', { on: 'parse' }] }],
  });
  const dependency = { on: 'fetch', dependencyType: 'data', dataFlow: [], criticality: 'normal' };
  expect(steps[1].dependencies).toEqual([dependency, { ...dependency, on: 'parse' }]);
});

const stepWith = (baseline: string) => ({
  id: 'w',
  steps: [{ id: 'fetch', baseline: JSON.parse(baseline) as never }],
});

it('keeps the key "__proto__" of a baseline, and checks its value', () => {
  const { steps } = workflowDefinitionSchema.parse(stepWith('{"__proto__":{"p50":1}}'));
  expect(JSON.stringify(steps[0].baseline)).toBe('{"__proto__":{"p50":1}}');
  const wrong = workflowDefinitionSchema.safeParse(stepWith('{"__proto__":{"p50":"x"}}'));
  expect(wrong.error?.issues.map(({ path }) => path.join('.'))).toEqual(['steps.0.baseline.__proto__.p50']);
});

it('takes "__proto__" and "constructor" for ordinary ids', () => {
  const ids = ['__proto__', 'constructor', 'toString'];
  const parsed = workflowDefinitionSchema.parse({ id: 'w', steps: ids.map((id) => ({ id, dependencies: ids })) });
  expect(parsed.steps.map(({ id, dependencies }) => [id, dependencies.map(({ on }) => on)])).toEqual(
    ids.map((id) => [id, ids]),
  );
});

it('keeps constraints, also on steps that are not defined, and has none by default', () => {
  const constraints = [
    { kind: 'only-after', step: 'pay', after: 'approve' },
    { kind: 'never-after', step: 'edit', after: 'sign' },
    { kind: 'at-most', step: 'search', times: 0 },
  ];
  expect(workflowDefinitionSchema.parse({ id: 'w', steps: [], constraints }).constraints).toEqual(constraints);
  expect(workflowDefinitionSchema.parse({ id: 'w', steps: [] })).not.toHaveProperty('constraints');
  const [only] = constraints;
  expect(workflowDefinitionSchema.safeParse({ id: 'w', steps: [], constraints: [{ ...only, times: 1 }] }).success).toBe(
    false,
  );
});

it.each([
  [
    'a repeated step id',
    [{ id: 'fetch' }, { id: 'parse' }, { id: 'fetch' }],
    'steps.2.id',
    'step "fetch" is defined twice',
  ],
  ['an empty step id', [{ id: '' }], 'steps.0.id', 'Too small'],
  ['an empty dependency', [{ id: 'a', dependencies: [{ on: '' }] }], 'steps.0.dependencies.0.on', 'Too small'],
  [
    'an unknown field of a dependency',
    [{ id: 'a', dependencies: [{ on: 'b', delay: 1 }] }],
    'steps.0.dependencies.0',
    '"delay"',
  ],
  [
    'a dependency that is named twice',
    [{ id: 'a', dependencies: ['b', { on: 'b' }] }],
    'steps.0.dependencies.1',
    'twice',
  ],
  [
    'a success rate beyond 1',
    [{ id: 'a', baseline: { successRate: { mean: 95 } } }],
    'steps.0.baseline.successRate.mean',
    'from 0 to 1',
  ],
  [
    'a usual duration below 0',
    [{ id: 'a', baseline: { durationMs: { p50: -1 } } }],
    'steps.0.baseline.durationMs.p50',
    'less than 0',
  ],
  [
    'a median beyond the 95th percentile',
    [{ id: 'a', baseline: { durationMs: { p50: 3, p95: 2 } } }],
    'steps.0.baseline.durationMs.p95',
    'less than p50',
  ],
  ['an expected duration of 0', [{ id: 'a', expectedDurationMs: 0 }], 'steps.0.expectedDurationMs', 'Too small'],
  ['a negative resource', [{ id: 'a', resources: { gpus: -1 } }], 'steps.0.resources.gpus', 'Too small'],
])('refuses %s and says where', (_what, steps, path, message) => {
  const issues = workflowDefinitionSchema.safeParse({ id: 'w', steps }).error?.issues ?? [];
  expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  expect(z.prettifyError({ issues })).toContain(message);
});
