import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  AnalysisEngine,
  defineAnalysis,
  defineDetector,
  defineFailureRule,
  defineOptimizer,
  definePlugin,
  defineValidator,
  defineWorkflow,
} from '@faultline/core';
import type { Report, Run, StepExecutionInput } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { terminalReporter } from './index.ts';
import { widthOf } from './text-width.ts';

const retryStorm = defineFailureRule({
  id: 'tests/retry-storm',
  description: 'Reports a step that was tried again and again.',
  advice: 'Fall back to cached guidelines when the consultation times out.',
  severity: 'error',
  messages: { storm: 'Step "{{step}}" was tried {{attempts:count}} times in {{took:ms}} with the same input.' },
  diagnose(run, { report }) {
    for (const [step, failed] of Map.groupBy(run.failed, ({ stepId }) => stepId)) {
      const [first, last] = [failed[0], failed.at(-1)];
      if (first !== undefined && last !== undefined && first !== last)
        report({
          messageId: 'storm',
          at: [first],
          confidence: 0.97,
          causes: [last, first],
          data: { step, attempts: failed.length, took: run.durationMs(last) + last.startMs - first.startMs },
          evidence: [{ type: 'measured', executionId: first.id, metric: 'durationMs', value: 6000, unit: 'ms' }],
        });
    }
  },
});

const missingStep = defineValidator({
  id: 'tests/missing-step',
  description: 'Reports steps of the definition that never ran.',
  advice: 'Check that the exporter writes its last spans before the process ends.',
  doubtsTrace: true,
  severity: 'error',
  messages: { missing: 'Step "{{step}}" is in the definition but never ran.' },
  validate(run, { report }) {
    for (const step of run.definition?.steps ?? [])
      if (run.executionsOf(step.id).length === 0) report({ messageId: 'missing', at: [step], data: { step: step.id } });
  },
});

const slowStep = defineDetector({
  id: 'tests/slow-step',
  description: 'Reports steps that took much longer than declared.',
  severity: 'warning',
  messages: { slow: 'Step "{{step}}" took {{took:ms}}, {{more:ratio}} its usual time.' },
  detect(run, { report }) {
    for (const execution of run.executions) {
      const usual = run.stepOf(execution)?.expectedDurationMs ?? Infinity;
      const took = run.durationMs(execution);
      if (took > 1.1 * usual && execution.status === 'completed')
        report({
          messageId: 'slow',
          at: [execution],
          score: 3.1,
          pValue: 0.002,
          qValue: 0.034,
          guarantee: 'exact',
          data: { step: execution.stepId, took, more: took / usual },
          evidence: [
            {
              type: 'expected',
              metric: 'durationMs',
              p50: usual,
              low: usual / 2,
              high: usual * 2,
              unit: 'ms',
              basis: 'learned',
              observations: 200,
              pValue: 0.002,
              guarantee: 'exact',
            },
            { type: 'edge', from: 'ingestion', to: execution.id, origin: 'declared' },
            { type: 'inferred-edges', share: 0.25 },
          ],
        });
    }
  },
});

const startEarlier = defineOptimizer({
  id: 'tests/start-earlier',
  description: 'Recommends to start steps when what they need is there.',
  severity: 'info',
  messages: { earlier: 'Start "{{step}}" as soon as "{{needs}}" has ended.' },
  optimize(run, { report }) {
    for (const execution of run.executionsOf('lab_results_analysis'))
      report({
        messageId: 'earlier',
        at: [execution],
        data: { step: execution.stepId, needs: 'patient_data_ingestion' },
        impact: { basis: 'retimed', savesMs: { low: 4900, expected: 5800, high: 6700 } },
      });
  },
});

const timeline = defineAnalysis({
  id: 'tests/timeline',
  description: 'Draws every execution.',
  chapter: 'flow',
  title: 'Timeline',
  schema: z.strictObject({
    untilMs: z.number(),
    bars: z.array(
      z.strictObject({
        label: z.string(),
        parts: z.array(
          z.strictObject({
            fromMs: z.number(),
            toMs: z.number(),
            kind: z.enum(['waiting', 'work', 'failed', 'open']),
          }),
        ),
      }),
    ),
  }),
  analyze: (run) => ({
    untilMs: run.untilMs - run.startMs,
    bars: [...Map.groupBy(run.executions, ({ stepId }) => stepId)].map(([label, executions]) => ({
      label,
      parts: executions.map((execution) => ({
        fromMs: execution.startMs - run.startMs,
        toMs: execution.startMs - run.startMs + run.durationMs(execution),
        kind: kindOf[execution.status],
      })),
    })),
  }),
  present: ({ untilMs, bars }) => [
    {
      type: 'timeline',
      untilMs,
      left: 0,
      bars: bars.map(({ label, parts }) => ({
        label,
        executionIds: [],
        isCritical: label !== 'lab_results_analysis',
        parts,
        ...(parts.length > 1 && { note: `${parts.length} attempts` }),
      })),
    },
  ],
});

const kindOf = {
  completed: 'work',
  failed: 'failed',
  retrying: 'failed',
  running: 'open',
  pending: 'waiting',
  skipped: 'waiting',
} as const;

const path = defineAnalysis({
  id: 'tests/path',
  description: 'Names the steps in order of time.',
  chapter: 'performance',
  title: 'Critical path',
  schema: z.array(z.string()),
  analyze: (run) => [
    ...new Set(run.executions.map(({ stepId }) => stepId).filter((stepId) => stepId !== 'lab_results_analysis')),
  ],
  present: (steps) => [
    { type: 'text', text: steps.join(' > ') },
    { type: 'facts', facts: [{ label: 'Steps', value: { value: steps.length, unit: 'count' } }] },
    {
      type: 'table',
      columns: ['Step', 'Length'],
      rows: steps.map((step) => [step, { value: step.length, unit: 'count' }]),
    },
  ],
});

const diagnosis = defineWorkflow({
  id: 'comprehensive_diagnostic_analysis',
  successCriteria: { maxDurationMs: 60_000 },
  steps: {
    patient_data_ingestion: { expectedDurationMs: 2_000 },
    symptom_analysis: { needs: ['patient_data_ingestion'], expectedDurationMs: 8_000 },
    lab_results_analysis: { needs: ['patient_data_ingestion'], expectedDurationMs: 6_000 },
    medical_literature_consultation: { needs: ['symptom_analysis', 'lab_results_analysis'] },
    differential_diagnosis: { needs: ['medical_literature_consultation'] },
  },
});

const plugin = definePlugin({
  name: 'tests',
  rules: [retryStorm, missingStep, slowStep, startEarlier],
  analyses: [timeline, path],
  workflows: [diagnosis],
});
const engine = new AnalysisEngine([plugin]);

const step = (stepId: string, fromS: number, toS: number, rest: Partial<StepExecutionInput> = {}) =>
  executionOf({ id: stepId, stepId, startMs: fromS * 1000, endMs: toS * 1000, ...rest });
const attempt = (number: number, fromS: number, toS: number) =>
  step('medical_literature_consultation', fromS, toS, {
    id: `consultation-${number}`,
    attempt: number,
    status: 'failed',
    error: { type: 'timeout' },
  });

const wholesome = [
  step('patient_data_ingestion', 0, 2.1),
  step('symptom_analysis', 2.2, 10.5),
  step('lab_results_analysis', 2.1, 8.1),
  step('medical_literature_consultation', 10.5, 20),
  step('differential_diagnosis', 20, 29.8),
];
const broken = [
  step('patient_data_ingestion', 0, 2.1),
  step('symptom_analysis', 2.2, 17),
  step('lab_results_analysis', 7.9, 13.9),
  attempt(1, 17, 23),
  attempt(2, 25, 31.2),
  attempt(3, 33.5, 40.8),
];
const named = { id: '7f3a91c2d4e5f60718293a4b5c6d7e8f', workflowId: diagnosis.id };
const clean = runOf(wholesome, named);
const faulty = runOf(broken, { ...named, status: 'failed' });

const analyzed = (runs: readonly Run[]): Promise<Report[]> => Promise.all(runs.map((run) => engine.analyze(run)));

interface Medium {
  readonly columns?: number;
  readonly isColored?: boolean;
  readonly verbose?: boolean;
  readonly maxRuns?: number;
}

async function rendered(reports: readonly Report[], medium: Medium = {}): Promise<string> {
  const { columns = 80, isColored = false, ...options } = medium;
  async function* stream() {
    yield* reports;
  }
  const context = { options: terminalReporter.options.parse(options), columns, isColored };
  let text = '';
  for await (const chunk of terminalReporter.render(stream(), context)) text += chunk;
  return text;
}

const golden = (name: string): string => fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url));

/** Twelve runs, every third of them failed, one still open. */
const several = (): Run[] =>
  Array.from({ length: 12 }, (_, index) => {
    const run = index % 3 === 0 ? faulty : clean;
    const isOpen = index === 4;
    return {
      ...run,
      id: `case-${String(index + 1).padStart(2, '0')}`,
      endMs: (run.endMs ?? 0) + index * 100,
      ...(isOpen && { status: 'running' as const }),
    };
  });

// The files are what is printed, to be read as documents. After a change: vitest run -u, and read them again.
describe('the report that is printed', () => {
  it('of a clean run', async () => {
    await expect(await rendered(await analyzed([clean]))).toMatchFileSnapshot(golden('clean'));
  });

  it('of a faulty run', async () => {
    await expect(await rendered(await analyzed([faulty]))).toMatchFileSnapshot(golden('faulty'));
  });

  it('of a faulty run, with everything', async () => {
    await expect(await rendered(await analyzed([faulty]), { verbose: true })).toMatchFileSnapshot(golden('verbose'));
  });

  it('of a run without a definition that is still open', async () => {
    const open = runOf([step('agent', 0, 4), { ...step('llm', 1, 4), status: 'running' }], {
      id: 'agent-42',
      workflowId: 'triage',
      status: 'running',
    });
    await expect(await rendered(await analyzed([open]))).toMatchFileSnapshot(golden('open'));
  });

  it('of many runs', async () => {
    await expect(await rendered(await analyzed(several()))).toMatchFileSnapshot(golden('many'));
  });

  it('of a run with hostile names', async () => {
    const names = [
      '\u001b[31mred\u001b[0m',
      'a\nb',
      '\u202egpj.exe',
      '日本語のステップ',
      '__proto__',
      'x'.repeat(9_999),
    ];
    const hostile = runOf(
      names.map((name, index) => ({ ...step(name, index, index + 2), id: `e${index}` })),
      { id: '\u001b]0;owned\u0007', workflowId: 'tri\u2028age', status: 'failed' },
    );
    await expect(await rendered(await analyzed([hostile]))).toMatchFileSnapshot(golden('hostile'));
  });
});

describe('one run', () => {
  it('that is clean takes one line, however narrow the terminal', async () => {
    const reports = await analyzed([clean]);
    for (const columns of [20, 60, 80, 200]) {
      const text = await rendered(reports, { columns });
      expect(text.split('\n')).toHaveLength(2);
      expect(text).toMatch(/^OK .* health 100\/100 {2}1 note\n$/);
      expect(widthOf(text.trimEnd())).toBeLessThanOrEqual(Math.max(60, columns));
    }
  });

  it('keeps every line within the width', async () => {
    const reports = await analyzed([faulty]);
    for (const columns of [60, 80, 100, 120])
      for (const line of (await rendered(reports, { columns, verbose: true })).split('\n'))
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });

  it('reads the same without colours', async () => {
    const reports = await analyzed([faulty]);
    const colored = await rendered(reports, { isColored: true });
    expect(colored).toContain('\u001b[31m');
    // oxlint-disable-next-line no-control-regex -- colours are control sequences
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(await rendered(reports));
  });

  it('shows three findings of a rule, and all of them when asked', async () => {
    const text = await rendered(await analyzed([runOf([], { ...named })]));
    expect(text).toContain('ERROR  tests/missing-step (5)');
    expect(text).toContain('and 2 more; --verbose shows all');
    const verbose = await rendered(await analyzed([runOf([], { ...named })]), { verbose: true });
    expect(verbose).toContain('Step "differential_diagnosis" is in the definition but never ran.');
    expect(verbose).not.toContain('shows all');
  });

  it('says the figures that the report holds', async () => {
    const [report] = await analyzed([faulty]);
    const text = await rendered([report], { verbose: true });
    expect(text).toContain(`health ${report.health.score}/100`);
    for (const { message } of report.findings) expect(text.replace(/\s+/g, ' ')).toContain(message);
  });

  it('only names notes beside what is worse', async () => {
    const [report] = await analyzed([faulty]);
    const idea = report.findings.filter(({ ruleId }) => ruleId === 'tests/start-earlier');
    const text = await rendered([{ ...report, findings: [...report.findings, ...idea] }]);
    expect(text).toContain('\n  NOTE   tests/start-earlier (2); --verbose shows all\n');
    expect(text).not.toContain('has ended');
  });

  it('says below the one line of a clean run what is not known', async () => {
    const [report] = await analyzed([clean]);
    const unknown = { topic: 'unknown', text: 'Not compared: 30 earlier runs of 50 needed.', findingIds: [] } as const;
    const [first = '', ...rest] = (await rendered([{ ...report, summary: [...report.summary, unknown] }])).split('\n');
    expect(first).toMatch(/^OK .* 1 note$/);
    expect(rest).toEqual(['    Not compared: 30 earlier runs of 50 needed.', '']);
  });

  it('has no empty headings', async () => {
    const [report] = await analyzed([faulty]);
    const bare: Report = { ...report, summary: [], findings: [], sections: [], actionItems: [] };
    expect((await rendered([bare])).trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^FAILED/),
      '',
      '  Trust              broken.',
    ]);
  });

  it('draws the sections of plugins that nobody here knows', async () => {
    const [report] = await analyzed([clean]);
    const unknown: Report['sections'][number] = {
      id: 'acme/weather',
      chapter: 'patterns',
      title: 'Weather',
      value: null,
      blocks: [{ type: 'text', text: 'It rained.' }],
    };
    const text = await rendered([{ ...report, sections: [unknown] }], { verbose: true });
    expect(text).toContain('Weather  acme/weather\n  It rained.\n');
  });
});

describe('many runs', () => {
  it('are listed worst first, the others counted', async () => {
    const text = await rendered(await analyzed(several()), { maxRuns: 5 });
    const rows = text.split('\n').filter((line) => / case-\d\d /.test(line) && !line.includes('health'));
    expect(rows.map((line) => /case-\d\d/.exec(line)?.[0])).toEqual([
      'case-10',
      'case-07',
      'case-04',
      'case-01',
      'case-05',
    ]);
    expect(text).toContain('and 7 more runs, none worse; --verbose shows all');
  });

  it('that are all fine are a sentence, and the longest of them', async () => {
    const fine = Array.from({ length: 20 }, (_, index) => ({
      ...clean,
      id: `case-${String(index + 1).padStart(2, '0')}`,
      endMs: (clean.endMs ?? 0) + (index === 12 ? 30_000 : index * 100),
    }));
    await expect(await rendered(await analyzed(fine))).toMatchFileSnapshot(golden('fine'));
    const verbose = await rendered(await analyzed(fine), { verbose: true });
    expect(verbose.match(/^ +OK +case-/gm)).toHaveLength(20);
    expect(await rendered(await analyzed([clean, clean]))).toContain('analysis: all OK; 29.8 s each\n');
  });

  it('keep every line within the width', async () => {
    const reports = await analyzed(several());
    for (const columns of [60, 80, 120])
      for (const line of (await rendered(reports, { columns })).split('\n'))
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });

  it('say once what is not known of them', async () => {
    const unknown = { topic: 'unknown', text: 'Not compared: 30 earlier runs of 50 needed.', findingIds: [] } as const;
    const reports = await analyzed([clean, clean, faulty]);
    const [first, ...others] = reports;
    const told = others.map((report) => ({ ...report, summary: [...report.summary, unknown] }));
    const text = await rendered([first, ...told]);
    expect(text).toContain('\n\nNot known\n  Not compared: 30 earlier runs of 50 needed. (2 of 3 runs)\n');
  });

  it('name their workflows where they differ', async () => {
    const text = await rendered(await analyzed([clean, { ...clean, workflowId: 'triage' }]));
    expect(text).toContain('workflow');
    expect(text).toContain('triage');
  });

  it('are each shown in full when asked, as they come', async () => {
    const text = await rendered(await analyzed([faulty, clean]), { verbose: true });
    expect(text.match(/^(?:FAILED|OK) /gm)).toEqual(['FAILED ', 'OK ']);
    expect(text.indexOf('2 runs of comprehensive_diagnostic_analysis: 1 failed, 1 OK')).toBeGreaterThan(
      text.indexOf('OK  comprehensive'),
    );
  });

  it('say no time that nobody recorded', async () => {
    const note = { id: 'ingest/order-only', severity: 'info', message: 'Made up.', executionIds: [] } as const;
    const untimed = await analyzed([faulty, clean].map((run) => ({ ...run, notes: [note] })));
    for (const reports of [untimed, untimed.slice(0, 1)])
      expect((await rendered(reports)).split('\n\n')[0]).not.toMatch(/\d s\b|took/);
    expect(await rendered(untimed)).toContain('2 runs of comprehensive_diagnostic_analysis: 1 failed, 1 OK\n');
    expect(await rendered([...untimed, ...(await analyzed([clean]))])).toMatch(/took +health/);
  });

  it('may be none', async () => {
    expect(await rendered([])).toBe('No runs.\n');
  });
});
