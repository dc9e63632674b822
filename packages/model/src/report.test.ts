import { expect, it } from 'vitest';
import { findingSchema, reportSchema, type Finding, type Report } from './index.ts';

const common = {
  id: 'acme/slow:slow@fetch',
  ruleId: 'acme/slow',
  messageId: 'slow',
  message: 'Step "fetch" took 2 s.',
  severity: 'warning',
  stepIds: ['fetch'],
  executionIds: ['fetch'],
  startMs: 5,
  data: { step: 'fetch', took: 2000 },
} as const;

const findings: readonly Finding[] = [
  { ...common, kind: 'engine', evidence: [] },
  { ...common, kind: 'validator', evidence: [{ type: 'edge', from: 'a', to: 'b', origin: 'declared' }] },
  {
    ...common,
    kind: 'detector',
    score: 4,
    pValue: 0.01,
    qValue: 0.04,
    guarantee: 'extrapolated',
    evidence: [
      { type: 'measured', executionId: 'fetch', metric: 'durationMs', value: 2000, unit: 'ms' },
      {
        type: 'expected',
        metric: 'durationMs',
        p50: 500,
        p95: 700,
        mean: 510,
        low: 400,
        high: 720,
        unit: 'ms',
        basis: 'learned',
        observations: 9,
        pValue: 0.01,
        guarantee: 'extrapolated',
      },
    ],
  },
  {
    ...common,
    kind: 'failure-rule',
    confidence: 0.9,
    causes: ['fetch'],
    evidence: [{ type: 'finding', findingId: 'x' }],
  },
  {
    ...common,
    kind: 'optimizer',
    impact: { savesMs: { low: 1, expected: 2, high: 3 }, savesUsd: { low: 0, expected: 0, high: 0 }, basis: 'retimed' },
    evidence: [{ type: 'inferred-edges', share: 0.5 }],
  },
];

const report: Report = {
  schemaVersion: 1,
  analyzedAtMs: 9,
  run: {
    id: 'r',
    workflowId: 'w',
    subjectId: 'subject',
    status: 'completed',
    startMs: 0,
    endMs: 9,
    durationMs: 9,
    times: 'recorded',
    maxDurationMs: 10,
    steps: { defined: null, seen: 1, completed: 1, failed: 0, skipped: 0, open: 0 },
    executions: 1,
    edges: { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 },
    inferredEdgeShare: 0,
  },
  assessment: { verdict: 'attention', trust: 'sound', text: 'The run completed, with warnings.' },
  health: { score: 96, deductions: [{ ruleId: 'acme/slow', points: 4, findings: 1 }] },
  summary: [{ topic: 'outcome', text: 'The run completed.', findingIds: [] }],
  actionItems: [{ text: 'Cache it.', findingIds: ['x'], healthPoints: 4, savesMs: 2 }],
  findings,
  sections: [
    {
      id: 'acme/profile',
      chapter: 'performance',
      title: 'Profile',
      value: { any: ['json', null] },
      blocks: [
        { type: 'text', text: 'All is well.' },
        { type: 'facts', facts: [{ label: 'Makespan', value: { value: 9, unit: 'ms' } }] },
        { type: 'table', columns: ['Step'], rows: [['fetch'], [{ value: 1, unit: 'share' }]] },
        {
          type: 'timeline',
          untilMs: 9,
          left: 0,
          bars: [
            {
              label: 'fetch',
              executionIds: ['fetch'],
              isCritical: true,
              parts: [{ fromMs: 0, toMs: 9, kind: 'work' }],
              note: 'root cause',
            },
          ],
        },
      ],
    },
  ],
  rules: [
    {
      id: 'acme/slow',
      kind: 'detector',
      description: 'Slow steps.',
      doubtsTrace: false,
      messages: { slow: 'Step "{{step}}" ...' },
    },
  ],
  ranRules: ['acme/never-ran', 'acme/slow'],
  worst: 'warning',
};

it('keeps a full report as it is, also through JSON', () => {
  expect(reportSchema.parse(report)).toEqual(report);
  expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

it('keeps the key "__proto__" in the data of a finding', () => {
  const data = JSON.parse('{"__proto__":1}') as Finding['data'];
  expect(JSON.stringify(findingSchema.parse({ ...findings[0], data }).data)).toBe('{"__proto__":1}');
});

it.each([
  ['an optimizer without impact', { ...common, kind: 'optimizer', evidence: [] }, 'impact'],
  [
    'a confidence above 1',
    { ...common, kind: 'failure-rule', confidence: 1.1, causes: [], evidence: [] },
    'confidence',
  ],
  ['a q-value above 1', { ...findings[2], qValue: 1.1 }, 'qValue'],
  ['evidence of NaN', { ...findings[4], evidence: [{ type: 'inferred-edges', share: NaN }] }, 'evidence.0.share'],
  ['a number that JSON has not', { ...findings[0], data: { took: Infinity } }, 'data.took'],
  ['a rule id without a plugin', { ...findings[0], ruleId: 'slow' }, 'ruleId'],
  ['an unknown kind', { ...findings[0], kind: 'oracle' }, 'kind'],
])('refuses %s', (_what, finding, path) => {
  expect(findingSchema.safeParse(finding).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});
