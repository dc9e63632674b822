import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportSchema, type Finding, type Report, type Run, type WorkflowDefinition } from '@faultline/model';
import { arbitraryRun, executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { inFindingOrder } from '../engine/finding-order.ts';
import { defineWorkflow } from '../plugin/define-workflow.ts';
import { defineFailureRule, defineOptimizer, defineValidator, type Rule } from '../plugin/rule.ts';
import { viewOf } from '../run/run-view.ts';
import { arbitraryFinding } from './arbitrary-finding.test-support.ts';
import { reportOf } from './report-of.ts';

const meta = { description: '', severity: 'warning', messages: {} } as const;
const rules: readonly Rule[] = [
  defineValidator({ ...meta, id: 'acme/slow', advice: 'Cache it.', validate: () => {} }),
  defineValidator({ ...meta, id: 'acme/late', advice: 'Start it earlier.', validate: () => {} }),
  defineValidator({ ...meta, id: 'acme/torn', doubtsTrace: true, validate: () => {} }),
  defineFailureRule({ ...meta, id: 'acme/root', namesCause: true, diagnose: () => {} }),
  defineOptimizer({ ...meta, id: 'globex/never', optimize: () => {} }),
];

const reported = (run: Run, findings: readonly Finding[] = [], definition?: WorkflowDefinition): Report =>
  reportOf(viewOf(run, definition), {
    findings: findings.toSorted(inFindingOrder),
    sections: [],
    insights: [],
    rules,
    includeSubject: false,
    analyzedAtMs: undefined,
  });
const finding = (overrides: Partial<Finding> & Pick<Finding, 'id'>): Finding =>
  ({
    ruleId: 'acme/slow',
    kind: 'validator',
    messageId: 'm',
    message: 'Something is odd.',
    severity: 'warning',
    stepIds: [],
    executionIds: [],
    startMs: 0,
    data: {},
    evidence: [],
    ...overrides,
    // The members of the union differ in their extras, which the overrides bring.
  }) as Finding;
const sentences = ({ summary }: Report): string[] => summary.map(({ text }) => text);

const completed = gantt`
  fetch: ==
  parse:   ==  <- fetch
`;

describe('a report', () => {
  const anything = fc.tuple(arbitraryRun, fc.array(arbitraryFinding, { maxLength: 12 }));

  it('is valid whatever was found', () => {
    fc.assert(
      fc.property(anything, ([run, findings]) => {
        const report = reported(run, findings);
        expect(reportSchema.parse(report)).toEqual(report);
      }),
    );
  });
  it('cites only findings that it holds', () => {
    fc.assert(
      fc.property(anything, ([run, findings]) => {
        const { summary, actionItems } = reported(run, findings);
        const known = new Set(findings.map(({ id }) => id));
        const cited = [...summary, ...actionItems].flatMap(({ findingIds }) => findingIds);
        expect(cited.filter((id) => !known.has(id))).toEqual([]);
      }),
    );
  });
  it('speaks in whole sentences without gaps', () => {
    fc.assert(
      fc.property(anything, ([run, findings]) => {
        for (const text of sentences(reported(run, findings))) {
          expect(text).toMatch(/^[A-Z\d"].*\.$/);
          expect(text).not.toMatch(/undefined|NaN|null|\.\./);
        }
      }),
    );
  });
  it('never promises more health than is missing', () => {
    fc.assert(
      fc.property(anything, ([run, findings]) => {
        const { health, actionItems } = reported(run, findings);
        const deducted = health.deductions.reduce((sum, { points }) => sum + points, 0);
        expect(actionItems.reduce((sum, { healthPoints }) => sum + healthPoints, 0)).toBeLessThanOrEqual(deducted);
      }),
    );
  });
});

describe('assessment', () => {
  const error = finding({ id: 'e', severity: 'error', kind: 'detector' });
  const warning = finding({ id: 'w', kind: 'detector' });
  const advice = finding({ id: 'o', severity: 'error', kind: 'optimizer', impact: { basis: 'prior' } });

  it.each<[string, Run['status'], readonly Finding[], string, string]>([
    ['nothing', 'completed', [], 'healthy', 'sound'],
    ['a note', 'completed', [finding({ id: 'n', severity: 'info' })], 'healthy', 'sound'],
    ['a recommendation', 'completed', [advice], 'healthy', 'sound'],
    ['a warning', 'completed', [warning], 'attention', 'sound'],
    ['an error', 'completed', [error, warning], 'faulty', 'sound'],
    ['a doubt about the trace', 'completed', [finding({ id: 'v', ruleId: 'acme/torn' })], 'attention', 'doubtful'],
    [
      'a note of the ingester',
      'completed',
      [finding({ id: 'i', kind: 'engine', ruleId: 'ingest/x' })],
      'attention',
      'doubtful',
    ],
    [
      'a contradiction in the trace',
      'completed',
      [finding({ id: 'v', ruleId: 'acme/torn', severity: 'error' })],
      'faulty',
      'broken',
    ],
    [
      'a note about the trace',
      'completed',
      [finding({ id: 'v', ruleId: 'acme/torn', severity: 'info' })],
      'healthy',
      'sound',
    ],
    ['a validator that speaks of the run', 'completed', [finding({ id: 'v' })], 'attention', 'sound'],
    [
      'a broken rule',
      'completed',
      [finding({ id: 'c', kind: 'engine', ruleId: 'core/rule-failed', severity: 'error' })],
      'faulty',
      'sound',
    ],
    ['nothing', 'failed', [], 'failed', 'sound'],
    ['an error', 'failed', [error], 'failed', 'sound'],
    ['nothing', 'running', [], 'unfinished', 'sound'],
    ['nothing', 'retrying', [], 'unfinished', 'sound'],
  ])('with %s, of a run that is %s', (_what, status, findings, verdict, trust) => {
    const { assessment } = reported({ ...completed, status }, findings);
    expect([assessment.verdict, assessment.trust]).toEqual([verdict, trust]);
  });
  it('says what share of the path is inferred from time, which is no doubt about the trace', () => {
    const { assessment, summary } = reported(gantt`
      fetch: ==
      parse:   ==
      rank :     ==
    `);
    expect(assessment.trust).toBe('sound');
    expect(summary.find(({ topic }) => topic === 'trust')?.text).toBe(
      '100 % of the links of the critical path are inferred from timing.',
    );
  });
});

const saving = (id: string, expected: number): Finding =>
  finding({
    id,
    ruleId: 'globex/never',
    kind: 'optimizer',
    message: `Saves ${expected} ms.`,
    impact: { savesMs: { low: 0, expected, high: 9 }, basis: 'retimed' },
  });

const textsOf = (findings: readonly Finding[]): string[] =>
  reported(completed, findings).actionItems.map(({ text }) => text);
const adviceIn = (findings: readonly Finding[]): string[] =>
  reported(completed, findings).summary.flatMap(({ topic, text }) => (topic === 'advice' ? [text] : []));

describe('action items', () => {
  it('come by health points, then by time saved; one for all findings of a rule', () => {
    const { actionItems } = reported(completed, [
      saving('small', 1),
      saving('large', 5),
      finding({
        id: 'free',
        ruleId: 'globex/never',
        kind: 'optimizer',
        message: 'Tidy up.',
        impact: { basis: 'prior' },
      }),
      finding({ id: 'late', ruleId: 'acme/late' }),
      finding({ id: 'slow1', severity: 'error' }),
      finding({ id: 'slow2' }),
      finding({ id: 'note', severity: 'info' }),
      finding({ id: 'unadvised', ruleId: 'other/rule' }),
    ]);
    expect(actionItems).toEqual([
      { text: 'Cache it.', findingIds: ['slow1', 'slow2'], healthPoints: 19 },
      { text: 'Start it earlier.', findingIds: ['late'], healthPoints: 4 },
      { text: 'Saves 5 ms.', findingIds: ['large'], healthPoints: 0, savesMs: 5 },
      { text: 'Saves 1 ms.', findingIds: ['small'], healthPoints: 0, savesMs: 1 },
      { text: 'Tidy up.', findingIds: ['free'], healthPoints: 0 },
    ]);
  });
  it('that gain as much come in the order of their findings', () => {
    const slow = finding({ id: 'slow', ruleId: 'acme/slow', startMs: 1 });
    const late = finding({ id: 'late', ruleId: 'acme/late', startMs: 2 });
    expect(textsOf([slow, late])).toEqual(['Cache it.', 'Start it earlier.']);
    expect(textsOf([{ ...slow, startMs: 3 }, late])).toEqual(['Start it earlier.', 'Cache it.']);
  });
  it('leave out of the summary what only saves time where there is a fault to mend', () => {
    const saved = saving('large', 5);
    expect(adviceIn([saved, finding({ id: 'slow' })])).toEqual(['Cache it.']);
    expect(adviceIn([saved, finding({ id: 'slow', severity: 'info' })])).toEqual(['Saves 5 ms.']);
    expect(adviceIn([saved, finding({ id: 'unadvised', ruleId: 'other/rule' })])).toEqual(['Saves 5 ms.']);
  });
  it('leave out of the summary what only saves time where the run has not ended', () => {
    const open = reported(gantt`fetch: ==>`, [saving('large', 5)]);
    expect(open.actionItems).toHaveLength(1);
    expect(open.summary.filter(({ topic }) => topic === 'advice')).toEqual([]);
  });
  it('are in the summary, the first three', () => {
    const { summary } = reported(completed, [saving('a', 4), saving('b', 3), saving('c', 2), saving('d', 1)]);
    expect(summary.filter(({ topic }) => topic === 'advice').map(({ findingIds }) => findingIds)).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ]);
  });
});

describe('the summary', () => {
  it('of a clean run is one sentence', () => {
    expect(sentences(reported(completed))).toEqual([
      'The run completed in 4 ms; 2 of 2 steps completed; 0 errors, 0 warnings.',
    ]);
  });
  it('of a failed run names the first failure', () => {
    const run = gantt`
      fetch  : =x                 { failure: timeout }
      fetch#2:   =x  <- fetch#1   { failure: timeout }
      parse  :     /  <- fetch#2
    `;
    expect(sentences(reported(run))).toEqual([
      'The run failed after 4 ms; 0 of 2 steps completed; 0 errors, 0 warnings.',
      'Step "fetch" failed first, after 2 ms, in attempt 2 of 2: timeout.',
    ]);
  });
  it('names the error, and not what may follow its name', () => {
    const [named, unnamed] = ['PatientNotFound: MRN-4711', 'John Doe'].map((type) =>
      sentences(reported(runOf([executionOf({ status: 'failed', error: { type } })]))).at(1),
    );
    expect(named).toMatch(/: PatientNotFound\.$/);
    expect(unnamed).not.toMatch(/John/);
  });
  it('of a failed run lets failure rules speak, the surest first', () => {
    const causes = { kind: 'failure-rule', severity: 'error', causes: [] } as const;
    const report = reported(gantt`fetch: =x`, [
      finding({ ...causes, id: 'maybe', confidence: 0.4, message: 'It was the network.' }),
      finding({ ...causes, id: 'sure', confidence: 0.97, message: 'The index was gone.' }),
    ]);
    expect(report.summary[1]).toEqual({
      topic: 'cause',
      text: 'The index was gone (97 % sure).',
      findingIds: ['sure'],
    });
  });
  it('takes no note of a failure rule for a cause: what was mended broke nothing', () => {
    const note = { kind: 'failure-rule', severity: 'info', causes: [], confidence: 0.95 } as const;
    const mended = finding({ ...note, id: 'mended', message: 'Step "fetch" was tried again, it succeeded.' });
    const topics = reported(completed, [mended, finding({ id: 'odd' })]).summary.map(({ topic }) => topic);
    expect(topics).not.toContain('cause');
  });
  it('lets a rule that names causes speak before all others, of every cause and in notes', () => {
    const root = { ruleId: 'acme/root', kind: 'failure-rule', severity: 'info', causes: [] } as const;
    const { summary } = reported(completed, [
      finding({ ...root, id: 'second', confidence: 0.7, message: 'Also "parse".' }),
      finding({ ...root, id: 'first', confidence: 0.9, message: 'First "fetch".' }),
      finding({ ...root, id: 'other', ruleId: 'acme/slow', severity: 'error', confidence: 1 }),
    ]);
    expect(summary.filter(({ topic }) => topic === 'cause')).toEqual([
      { topic: 'cause', text: 'First "fetch" (90 % sure).', findingIds: ['first'] },
      { topic: 'cause', text: 'Also "parse" (70 % sure).', findingIds: ['second'] },
    ]);
  });
  it.each([
    ['running', 'The run was still running after 3 ms; 0 of 1 step completed; 0 errors, 0 warnings.'],
    ['pending', 'The run was still pending after 3 ms; 0 of 1 step completed; 0 errors, 0 warnings.'],
    ['skipped', 'The run was skipped after 3 ms; 0 of 1 step completed; 0 errors, 0 warnings.'],
  ] as const)('of a run that is %s says so', (status, text) => {
    expect(sentences(reported({ ...gantt`fetch: ==>`, endMs: 3, status }))[0]).toBe(text);
  });
  it('names the time allowed, and counts errors and warnings, not recommendations', () => {
    const definition = defineWorkflow({
      id: 'drawn',
      steps: { fetch: {} },
      successCriteria: { maxDurationMs: 60_000 },
    });
    const report = reported(
      gantt`fetch: ==`,
      [finding({ id: 'w', ruleId: 'acme/torn' }), finding({ id: 'o', kind: 'optimizer', impact: { basis: 'prior' } })],
      definition,
    );
    expect(report.summary[0]).toEqual({
      topic: 'outcome',
      text: 'The run completed in 2 ms (1 min is allowed); 1 of 1 step completed; 0 errors, 1 warning.',
      findingIds: ['w'],
    });
    expect(report.summary[1]).toEqual({ topic: 'trust', text: '1 finding about the trace itself.', findingIds: ['w'] });
  });
});

const many = (stepId: string, startMs: number) =>
  Array.from({ length: 5 }, (_, item) => ({
    id: `${stepId}${item}`,
    stepId,
    item: `${stepId}${item}`,
    startMs,
    endMs: startMs + 1,
    status: 'completed' as const,
  }));

describe('the figures', () => {
  const { run } = reported(
    gantt`
      fetch[a]  : =x
      fetch[a]#2:   ==
      fetch[b]  : ==
      parse     :     =x
      rank      :     ==>
      mail      :       /
    `,
  );

  it('count a step by its last attempt, and by its worst item', () => {
    expect(run.steps).toEqual({ defined: null, seen: 4, completed: 1, failed: 1, skipped: 1, open: 1 });
    expect(run.executions).toBe(6);
  });
  it('count only steps of the definition where there is one', () => {
    const definition = defineWorkflow({ id: 'drawn', steps: { fetch: {}, mail: {}, archive: {} } });
    const report = reported(
      gantt`
        fetch : ====
          llm : ==
          tool:   ==
      `,
      [],
      definition,
    );
    expect(report.run.steps).toEqual({ defined: 3, seen: 1, completed: 1, failed: 0, skipped: 0, open: 0 });
    expect(sentences(report)[0]).toContain('1 of 3 steps completed');
  });
  it('count edges by origin, retries apart, and a barrier by its ends', () => {
    const definition = defineWorkflow({ id: 'drawn', steps: { map: {}, join: { needs: ['map'] } } });
    const barrier = reported(runOf([...many('map', 0), ...many('join', 1)]), [], definition);
    expect(barrier.run.edges).toEqual({ declared: 10, explicit: 0, framework: 0, dataflow: 0, temporal: 0 });
    const retried = reported(gantt`
      fetch  : =x
      fetch#2:   ==
      parse  :     ==  <dataflow- fetch
    `);
    expect(retried.run.edges).toEqual({ declared: 0, explicit: 0, framework: 0, dataflow: 1, temporal: 0 });
  });
  it('leave out the end of a run that is open', () => {
    const { endMs: _endMs, ...open } = gantt`fetch: ==>`;
    expect(reported(open).run).not.toHaveProperty('endMs');
    expect(reported(gantt`fetch: ==`).run).toMatchObject({ startMs: 0, endMs: 2, durationMs: 2 });
  });
});
