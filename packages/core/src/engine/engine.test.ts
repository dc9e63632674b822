import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { reportSchema, type Report, type Run } from '@faultline/model';
import { arbitraryRun, executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { FaultlineError } from '../errors.ts';
import { defineAnalysis, sectionOf } from '../plugin/analysis.ts';
import { defineWorkflow } from '../plugin/define-workflow.ts';
import { because, measured } from '../plugin/evidence.ts';
import { defineLearner } from '../plugin/learner.ts';
import { definePlugin, type Plugin } from '../plugin/plugin.ts';
import { defineDetector, defineFailureRule, defineOptimizer, defineValidator, type Earlier } from '../plugin/rule.ts';
import { AnalysisEngine } from './engine.ts';

/** The longest time of each step, learned by third parties. */
const longest = defineLearner({
  id: 'acme/longest',
  description: 'The longest time of each step.',
  version: 1,
  state: z.array(z.tuple([z.string(), z.number()])),
  empty: () => [],
  add(state, run) {
    const known = new Map(state);
    for (const execution of run.executions)
      known.set(execution.stepId, Math.max(known.get(execution.stepId) ?? 0, run.durationMs(execution)));
    return [...known];
  },
  merge(a, b) {
    const known = new Map(a);
    for (const [stepId, durationMs] of b) known.set(stepId, Math.max(known.get(stepId) ?? 0, durationMs));
    return [...known];
  },
  view: (state) => new Map(state),
});

const slowStep = defineDetector({
  id: 'acme/slow-step',
  description: 'A step took much longer than ever before.',
  advice: 'Look at what the step waited for.',
  severity: 'warning',
  messages: { slow: 'Step "{{step}}" took {{took:ms}}, {{ratio:ratio}} its longest {{longest:ms}}.' },
  options: z.strictObject({ factor: z.number().default(3).describe('How many times as long.') }),
  uses: { longest },
  detect(run, { options, learned, report }) {
    for (const execution of run.executions) {
      const usual = learned.longest.get(execution.stepId);
      const took = run.durationMs(execution);
      if (usual === undefined || took <= usual * options.factor) continue;
      report({
        messageId: 'slow',
        at: [execution],
        score: took / usual,
        data: { step: execution.stepId, took, ratio: took / usual, longest: usual },
        evidence: [measured('durationMs', took, 'ms', execution)],
      });
    }
  },
});

const afterSlow = defineFailureRule({
  id: 'initech/after-slow',
  description: 'A step failed after another was slow.',
  severity: 'error',
  messages: { after: 'Step "{{step}}" failed after {{count:count}} slow steps.' },
  diagnose(run, { earlier, report }) {
    const slow = earlier.of('detector');
    for (const execution of run.failed)
      report({
        messageId: 'after',
        at: [execution],
        confidence: 0.8,
        causes: run.executions.filter((one) => earlier.at(one).length > 0),
        data: { step: execution.stepId, count: slow.length },
        evidence: slow.map(because),
      });
  },
});

const missing = defineOptimizer({
  id: 'globex/missing',
  description: 'A step never ran.',
  severity: 'info',
  messages: { never: 'Step "{{step}}" never ran.' },
  optimize(run, { report }) {
    for (const step of run.definition?.steps ?? [])
      if (run.executionsOf(step.id).length === 0)
        report({ messageId: 'never', at: [step], data: { step: step.id }, impact: { basis: 'prior' } });
  },
});

const broken = defineValidator({
  id: 'globex/broken',
  description: 'Breaks after its first report.',
  severity: 'info',
  messages: { half: 'Half an answer.' },
  validate(_run, { report }) {
    report({ messageId: 'half', at: [] });
    throw new Error('no such step.');
  },
});

const profile = defineAnalysis({
  id: 'initech/profile',
  description: 'How long each step took.',
  chapter: 'performance',
  title: 'Profile',
  schema: z.strictObject({ durationsMs: z.array(z.number()), findings: z.int() }),
  analyze: (run, { earlier }) =>
    run.executions.length === 0
      ? undefined
      : { durationsMs: run.executions.map((one) => run.durationMs(one)), findings: earlier.all.length },
  present: ({ durationsMs }) => [{ type: 'text', text: `${durationsMs.length} steps.` }],
  sumUp: ({ durationsMs }) => [{ topic: 'timing', text: `${durationsMs.length} steps were timed.` }],
});

const acme = definePlugin({ name: 'acme', rules: [slowStep] });
const initech = definePlugin({ name: 'initech', rules: [afterSlow], analyses: [profile] });
const globex = definePlugin({ name: 'globex', rules: [broken, missing] });

const definition = defineWorkflow({
  id: 'drawn',
  steps: { fetch: { type: 'tool' }, parse: { needs: ['fetch'] }, mail: { needs: ['parse'] } },
});
const run = gantt`
  fetch: ========
  parse:         =x  <- fetch
`;
const ordinary = gantt`
  fetch: ==
  parse:   ==
`;

const messagesOf = ({ findings }: Report): string[] => findings.map(({ message }) => message);
const ruleIdsOf = ({ findings }: Report): string[] => findings.map(({ ruleId }) => ruleId);
/** An engine with one validator of plugin "x". */
const engineWith = (
  validate: Parameters<typeof defineValidator<'x/rule', { m: 'Found.' }>>[0]['validate'],
  config: ConstructorParameters<typeof AnalysisEngine>[1] = {},
): AnalysisEngine =>
  new AnalysisEngine(
    [
      definePlugin({
        name: 'x',
        rules: [
          defineValidator({ id: 'x/rule', description: '', severity: 'info', messages: { m: 'Found.' }, validate }),
        ],
      }),
    ],
    config,
  );

describe('the whole way, with plugins of third parties', () => {
  const engine = new AnalysisEngine([acme, initech, globex], {
    rules: { 'acme/slow-step': { options: { factor: 2 } } },
  });

  it('takes the sentences of sections into the summary, each under its topic', async () => {
    const { summary } = await new AnalysisEngine([acme, initech, globex]).analyze(run, { definition });
    const topics = summary.map(({ topic }) => topic);
    expect(topics.filter((topic, at) => topic !== topics[at - 1])).toEqual(['outcome', 'cause', 'timing', 'advice']);
    expect(summary.find(({ topic }) => topic === 'timing')).toEqual({
      topic: 'timing',
      text: '2 steps were timed.',
      findingIds: [],
      sectionId: 'initech/profile',
    });
  });

  it('learns, validates, detects, diagnoses, optimizes, analyses and reports', async () => {
    const history = engine.load(await engine.learn([ordinary, ordinary]));
    const report = await engine.analyze(run, { history, definition, analyzedAtMs: 42 });
    expect(messagesOf(report)).toEqual([
      'Rule "globex/broken" failed: no such step.',
      'Step "parse" failed after 1 slow steps.',
      'Step "fetch" took 8 ms, 4x its longest 2 ms.',
      'Step "mail" never ran.',
    ]);
    expect(report.findings[1]).toMatchObject({
      kind: 'failure-rule',
      causes: ['fetch'],
      evidence: [{ type: 'finding', findingId: 'acme/slow-step:slow@fetch' }],
    });
    expect(report.run.steps).toEqual({ defined: 3, seen: 2, completed: 1, failed: 1, skipped: 0, open: 0 });
    expect([report.analyzedAtMs, report.worst]).toEqual([42, 'error']);
    expect(report.rules.map(({ id, kind }) => [id, kind])).toEqual([
      ['acme/slow-step', 'detector'],
      ['globex/missing', 'optimizer'],
      ['initech/after-slow', 'failure-rule'],
    ]);
    expect(report.ranRules).toEqual(['acme/slow-step', 'globex/broken', 'globex/missing', 'initech/after-slow']);
  });
  it('writes what its schema says', async () => {
    const report = await engine.analyze(run, { definition });
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });
  it('gives programs the sections with their types', async () => {
    const report = await engine.analyze(run, { definition });
    const section = sectionOf(report, profile);
    expectTypeOf(section).toEqualTypeOf<{ durationsMs: number[]; findings: number } | undefined>();
    // Sections are made last: they have seen every finding.
    expect(section).toEqual({ durationsMs: [8, 2], findings: 3 });
    expect(report.sections[0].blocks).toEqual([{ type: 'text', text: '2 steps.' }]);
  });
  it('leaves out a section that has nothing to say', async () => {
    const report = await engine.analyze(runOf([]));
    expect([report.sections, sectionOf(report, profile)]).toEqual([[], undefined]);
  });
  it('takes the definition that a plugin provides; of several the last one', async () => {
    const first = defineWorkflow({ id: 'drawn', steps: { fetch: {} } });
    const withWorkflows = new AnalysisEngine([
      definePlugin({ name: 'one', workflows: [first] }),
      definePlugin({ name: 'two', workflows: [definition] }),
    ]);
    expect((await withWorkflows.analyze(run)).run.steps.defined).toBe(3);
    expect((await withWorkflows.analyze(run, { definition: first })).run.steps.defined).toBe(1);
    expect((await engine.analyze(run)).run.steps.defined).toBeNull();
  });
  it('takes the definition that the run brings, where nobody gave another', async () => {
    const brought = defineWorkflow({ id: 'drawn', steps: { fetch: {}, look: {} } });
    const bringing = { ...run, definition: brought };
    const withWorkflow = new AnalysisEngine([definePlugin({ name: 'two', workflows: [definition] })]);
    expect((await engine.analyze(bringing)).run.steps.defined).toBe(2);
    expect((await withWorkflow.analyze(bringing)).run.steps.defined).toBe(3);
  });
});

describe('stages', () => {
  it('see the findings of the stages before, never of their own', async () => {
    const seen: string[][] = [];
    const look = ({ all }: Earlier): void => void seen.push(all.map(({ ruleId }) => ruleId));
    const meta = { description: '', severity: 'info', messages: { m: 'Found.' } } as const;
    const validators = (['x/first', 'x/second'] as const).map((id) =>
      defineValidator({
        ...meta,
        id,
        validate(_run, { report, earlier }) {
          look(earlier);
          report({ messageId: 'm', at: [] });
        },
      }),
    );
    const detector = defineDetector({ ...meta, id: 'x/detector', detect: (_run, { earlier }) => look(earlier) });
    // Whatever the order in the plugin.
    await new AnalysisEngine([definePlugin({ name: 'x', rules: [detector, ...validators] })]).analyze(run);
    expect(seen).toEqual([[], [], ['x/first', 'x/second']]);
  });
  it('find earlier findings by execution, and by step where nothing ran', async () => {
    const found: string[][] = [];
    const reports = defineValidator({
      id: 'x/reports',
      description: '',
      severity: 'info',
      messages: { m: 'Found.', n: 'Never.' },
      validate(view, { report }) {
        report({ messageId: 'm', at: view.executions });
        for (const step of view.definition?.steps.slice(2) ?? []) report({ messageId: 'n', at: [step] });
      },
    });
    const asks = defineDetector({
      id: 'x/asks',
      description: '',
      severity: 'info',
      messages: {},
      detect(view, { earlier }) {
        for (const place of [...view.executions, ...(view.definition?.steps ?? [])])
          found.push(earlier.at(place).map(({ messageId }) => messageId));
      },
    });
    await new AnalysisEngine([definePlugin({ name: 'x', rules: [asks, reports] })]).analyze(run, { definition });
    expect(found).toEqual([['m'], ['m'], ['m'], ['m'], ['n']]);
  });
});

describe('a rule that breaks', () => {
  it('becomes a finding, its partial reports are dropped, and the others go on', async () => {
    const report = await new AnalysisEngine([globex]).analyze(run, { definition });
    expect(ruleIdsOf(report)).toEqual(['core/rule-failed', 'globex/missing']);
    expect(report.findings[0]).toMatchObject({
      kind: 'engine',
      data: { rule: 'globex/broken', problem: 'no such step' },
    });
  });
  it.each([
    ['a number that is none', { messageId: 'm', at: [], data: { n: NaN } }, 'it reported "n" as NaN.'],
    ['a missing number', { messageId: 'm', at: [], data: {} }, 'it reported "m" without "n".'],
    ['an unknown message', { messageId: 'constructor', at: [] }, 'it has no message "constructor".'],
    [
      'evidence without end',
      { messageId: 'm', at: [], data: { n: 1 }, evidence: [measured('load', Infinity, 'ratio')] },
      'its report "m" is not valid: evidence.0.value: Invalid input: expected number, received Infinity.',
    ],
  ])('may report %s', async (_what, report, problem) => {
    const rule = defineValidator({
      id: 'x/rule',
      description: '',
      severity: 'info',
      messages: { m: 'It took {{n:ms}}.' },
      // As a rule in plain JavaScript could: the compiler would refuse it.
      validate: (_run, context) => context.report(report as never),
    });
    const { findings } = await new AnalysisEngine([definePlugin({ name: 'x', rules: [rule] })]).analyze(run);
    expect(findings.map(({ message }) => message)).toEqual([`Rule "x/rule" failed: ${problem}`]);
  });
  it('may report one thing twice at the same place', async () => {
    const twice = engineWith((view, { report }) => {
      for (const at of [view.executions, view.executions]) report({ messageId: 'm', at });
    });
    expect(messagesOf(await twice.analyze(run))).toEqual([
      'Rule "x/rule" failed: it reported "m" twice at the same place.',
    ]);
  });
  it('does not break over places that only look alike', async () => {
    const alike = engineWith((view, { report }) => {
      const [a, both, b] = view.executions;
      report({ messageId: 'm', at: [a, b] });
      report({ messageId: 'm', at: [both] });
    });
    const report = await alike.analyze(runOf(['a', 'a+b', 'b'].map((id) => executionOf({ id }))));
    expect(report.findings.map(({ id }) => id)).toEqual(['x/rule:m@a+b', String.raw`x/rule:m@a\+b`]);
  });
  it('may be a section: its value and its blocks are checked', async () => {
    const base = {
      description: '',
      chapter: 'flow',
      title: 'Flow',
      schema: z.strictObject({ n: z.number() }),
    } as const;
    const analyses = [
      defineAnalysis({ ...base, id: 'x/value', analyze: () => ({ n: NaN }), present: () => [] }),
      defineAnalysis({
        ...base,
        id: 'x/blocks',
        analyze: () => ({ n: 1 }),
        present: () => [{ type: 'facts', facts: [{ label: 'n', value: { value: NaN, unit: 'ms' } }] }],
      }),
      defineAnalysis({
        ...base,
        id: 'x/sentence',
        analyze: () => ({ n: 1 }),
        present: () => [],
        // Like a plugin in JavaScript, which no compiler has looked at.
        sumUp: () => [{ topic: 'gossip' as 'history', text: 'One.' }],
      }),
      defineAnalysis({ ...base, id: 'x/fine', analyze: () => ({ n: 1 }), present: () => [] }),
    ];
    const report = await new AnalysisEngine([definePlugin({ name: 'x', analyses })]).analyze(run);
    expect(report.sections.map(({ id }) => id)).toEqual(['x/fine']);
    expect(messagesOf(report)).toEqual([
      expect.stringMatching(/^Rule "x\/blocks" failed: its section is not valid: blocks\.0/),
      expect.stringMatching(/^Rule "x\/sentence" failed: its sentence for the summary is not valid: topic/),
      'Rule "x/value" failed: its value is not valid: n: Invalid input: expected number, received NaN.',
    ]);
  });
  it('may report more than fits on a stack', async () => {
    const length = 200_000;
    const places = Array.from({ length }, (_, index) => executionOf({ id: String(index) }));
    const engine = engineWith((_view, { report }) => {
      for (const place of places) report({ messageId: 'm', at: [place] });
    });
    expect((await engine.analyze(runOf([]))).findings).toHaveLength(length);
  });
});

describe('configuration', () => {
  it('overrides severities, and switches rules and sections off', async () => {
    const engine = new AnalysisEngine([acme, initech, globex], {
      rules: {
        'globex/broken': 'off',
        'initech/profile': 'off',
        'initech/after-slow': 'info',
        'globex/missing': { severity: 'error' },
      },
    });
    const report = await engine.analyze(run, { definition });
    expect(report.findings.map(({ ruleId, severity }) => [ruleId, severity])).toEqual([
      ['globex/missing', 'error'],
      ['initech/after-slow', 'info'],
    ]);
    expect([report.sections, report.ranRules]).toEqual([
      [],
      ['acme/slow-step', 'globex/missing', 'initech/after-slow'],
    ]);
  });
  it('has the last word over a rule that grades its findings itself', async () => {
    const engine = engineWith((_view, { report }) => report({ messageId: 'm', at: [], severity: 'error' }), {
      rules: { 'x/rule': 'warning' },
    });
    expect((await engine.analyze(run)).worst).toBe('warning');
  });
  it('parses again once parsed', () => {
    expect(
      () => new AnalysisEngine([], { budgetMs: Infinity, seed: 1, includeSubject: true, rules: {} }),
    ).not.toThrow();
  });

  const other = defineLearner({ ...longest, version: 2 });
  const uses = (learner: typeof longest): Plugin =>
    definePlugin({ name: `uses-${learner.version}`, learners: [learner] });

  it.each<[string, () => AnalysisEngine, string, string, string]>([
    [
      'an unknown option',
      () => new AnalysisEngine([acme], { rules: { 'acme/slow-step': { options: { facter: 2 } } } }),
      'FAULTLINE_RULE_OPTIONS',
      'facter',
      'faultline explain acme/slow-step',
    ],
    [
      'an option of the wrong type',
      () => new AnalysisEngine([acme], { rules: { 'acme/slow-step': { options: { factor: 'two' } } } }),
      'FAULTLINE_RULE_OPTIONS',
      'at factor',
      'faultline explain',
    ],
    [
      'an unknown rule of a known plugin',
      () => new AnalysisEngine([acme], { rules: { 'acme/slow-stop': 'off' } }),
      'FAULTLINE_UNKNOWN_RULE',
      '"acme/slow-stop", which no plugin provides',
      'Rules of this plugin: acme/slow-step.',
    ],
    [
      'a rule of an unknown plugin',
      () => new AnalysisEngine([acme], { rules: { 'nobody/rule': 'off' } }),
      'FAULTLINE_UNKNOWN_RULE',
      '"nobody/rule"',
      'faultline plugins',
    ],
    ['a plugin twice', () => new AnalysisEngine([acme, acme]), 'FAULTLINE_DUPLICATE_ID', 'acme/slow-step', 'once'],
    [
      'a learner in two versions',
      () => new AnalysisEngine([uses(longest), uses(other)]),
      'FAULTLINE_LEARNER_CONFLICT',
      'versions 1 and 2',
      'Align the versions',
    ],
    [
      'a setting of the wrong kind',
      () => new AnalysisEngine([acme], { budgetMs: -1 }),
      'FAULTLINE_CONFIG_INVALID',
      'expected a positive number',
      'configuration.md',
    ],
  ])('is refused before any run: %s', (_what, make, code, message, hint) => {
    const error = refusalOf(make);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });
  it('takes one learner that is installed twice', () => {
    expect(() => new AnalysisEngine([uses(longest), uses({ ...longest })])).not.toThrow();
  });
});

function refusalOf(make: () => unknown): FaultlineError {
  try {
    make();
  } catch (error) {
    if (error instanceof FaultlineError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('learned state', () => {
  const engine = new AnalysisEngine([acme]);

  it('survives JSON, and learning goes on from it without changing it', async () => {
    const stored = JSON.parse(JSON.stringify(await engine.learn([ordinary]))) as Awaited<
      ReturnType<typeof engine.learn>
    >;
    const before = structuredClone(stored);
    const further = await engine.learn([run], stored);
    expect(stored).toEqual(before);
    expect(further).toEqual({
      'acme/longest': {
        version: 1,
        state: [
          ['fetch', 8],
          ['parse', 2],
        ],
      },
    });
    expect(messagesOf(await engine.analyze(run, { history: engine.load(stored) }))).toHaveLength(1);
  });
  it('is the empty one where nothing was learned', async () => {
    expect(messagesOf(await engine.analyze(run))).toEqual([]);
  });
  it.each([
    ['of another version', { version: 0, state: [] }, []],
    ['of another form', { version: 1, state: 'damaged' }, ['acme/longest']],
  ])('is discarded where it is %s, and the report warns of it', async (_what, state, damaged) => {
    const learned = { 'acme/longest': state, 'gone/learner': { version: 1, state: {} } };
    const history = engine.load(learned);
    expect(history).toMatchObject({ discarded: ['acme/longest'], damaged });
    const report = await engine.analyze(run, { history });
    expect(messagesOf(report)).toEqual([
      'What "acme/longest" had learned cannot be read by this version and was not used: "faultline learn" learns it anew.',
    ]);
    // An old baseline is no fault of the run.
    expect(report).toMatchObject({ worst: 'warning', health: { score: 100, deductions: [] } });
    expect(await engine.learn([], learned)).toEqual({ 'acme/longest': { version: 1, state: [] } });
  });
});

const slow = (name: string) =>
  defineValidator({
    id: `x/${name}`,
    description: '',
    severity: 'info',
    messages: {},
    validate() {
      const until = performance.now() + 25;
      while (performance.now() < until);
    },
  });

describe('abort and budget', () => {
  const endless = engineWith(
    (_view, { checkpoint }) => {
      for (;;) checkpoint();
    },
    { budgetMs: 1 },
  );

  it('stops a rule that is over its budget: that is a finding', async () => {
    expect(messagesOf(await endless.analyze(run))).toEqual([
      'Rule "x/rule" failed: it took longer than its budget of 1 ms.',
    ]);
  });
  it('rejects at once where the signal was aborted before', async () => {
    const reason = new Error('enough');
    await expect(endless.analyze(run, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
  it('rejects at a checkpoint where the signal was aborted meanwhile, and never calls that a broken rule', async () => {
    const controller = new AbortController();
    const aborting = engineWith((_view, { checkpoint }) => {
      controller.abort(new Error('enough'));
      checkpoint();
    });
    await expect(aborting.analyze(run, { signal: controller.signal })).rejects.toThrow('enough');
  });
  it('lets other work in between rules', async () => {
    const controller = new AbortController();
    const engine = new AnalysisEngine([definePlugin({ name: 'x', rules: [slow('a'), slow('b'), slow('c')] })]);
    setTimeout(() => controller.abort(new Error('enough')));
    await expect(engine.analyze(run, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

const drawnWith = async (seed: number, runId: string): Promise<number[]> => {
  const drawn: number[] = [];
  const engine = engineWith(
    (_view, { random }) => {
      drawn.push(random(), random());
    },
    { seed },
  );
  await engine.analyze({ ...run, id: runId });
  return drawn;
};

describe('determinism', () => {
  it('gives a rule the same random numbers in every analysis, and others with another seed, rule or run', async () => {
    const first = await drawnWith(1, 'a');
    expect(await drawnWith(1, 'a')).toEqual(first);
    expect(await drawnWith(2, 'a')).not.toEqual(first);
    expect(await drawnWith(1, 'b')).not.toEqual(first);
    expect(first.every((number) => number >= 0 && number < 1)).toBe(true);
  });
  it('finds the same in any order of steps, plugins and rules', async () => {
    const engine = new AnalysisEngine([acme, initech, globex]);
    const turned = new AnalysisEngine([{ ...globex, rules: [missing, broken] }, initech, acme]);
    const history = engine.load(await engine.learn([ordinary]));
    await fc.assert(
      fc.asyncProperty(arbitraryRun, async (drawn) => {
        const report = await engine.analyze(drawn, { history, definition });
        const permuted = { ...drawn, executions: drawn.executions.toReversed(), edges: drawn.edges.toReversed() };
        expect(await turned.analyze(permuted, { history, definition })).toEqual(report);
      }),
    );
  });
  it('sorts findings: worst first, then by time, step and id', async () => {
    const engine = engineWith((view, { report }) => {
      for (const execution of view.executions.toReversed())
        report({ messageId: 'm', at: [execution], severity: execution.stepId === 'c' ? 'error' : 'info' });
      report({ messageId: 'm', at: [] });
    });
    const { findings } = await engine.analyze(
      gantt`
        b: ==
        a: ==
        c:   ==
      `,
    );
    expect(findings.map(({ stepIds }) => stepIds.join())).toEqual(['c', '', 'a', 'b']);
  });
  it('sorts equally grave findings by how certain they are: facts, exact chances, extrapolated ones', async () => {
    const steps = gantt`
      late : ====
      often:  ===
      rare :   ==
      known:    =
    `;
    const chances = {
      late: { pValue: 1e-9, qValue: 1e-8, guarantee: 'extrapolated' },
      often: { pValue: 0.01, qValue: 0.041, guarantee: 'exact' },
      rare: { pValue: 0.01, qValue: 0.029, guarantee: 'exact' },
    } as const;
    const chance = defineDetector({
      id: 'x/chance',
      description: '',
      severity: 'info',
      messages: { m: 'Odd.' },
      detect(view, { report }) {
        for (const [stepId, given] of Object.entries(chances))
          report({ messageId: 'm', at: view.executionsOf(stepId), ...given });
      },
    });
    const fact = defineValidator({
      id: 'x/fact',
      description: '',
      severity: 'info',
      messages: { m: 'So it is.' },
      validate: (view, { report }) => report({ messageId: 'm', at: view.executionsOf('known') }),
    });
    const plugin = definePlugin({ name: 'x', rules: [chance, fact] });
    const { findings } = await new AnalysisEngine([plugin]).analyze(steps);
    expect(findings.flatMap(({ stepIds }) => stepIds)).toEqual(['known', 'rare', 'often', 'late']);
  });
});

describe('notes of the ingester', () => {
  it('become findings at their places', async () => {
    const notes = [
      { id: 'ingest/left-out', severity: 'warning', message: 'A span was left out.', executionIds: [] },
      { id: 'ingest/left-out', severity: 'warning', message: 'A span was left out.', executionIds: [] },
      { id: 'ingest/clock', severity: 'info', message: 'Its clock was mended.', executionIds: ['parse', 'gone'] },
    ] as const;
    const report = await new AnalysisEngine([]).analyze({ ...run, notes });
    expect(report.findings.map(({ id, kind, startMs, stepIds }) => [id, kind, startMs, stepIds])).toEqual([
      ['ingest/left-out@', 'engine', 0, []],
      ['ingest/left-out@~2', 'engine', 0, []],
      ['ingest/clock@parse+gone', 'engine', 8, ['parse']],
    ]);
    expect(report.assessment.trust).toBe('doubtful');
  });
});

const withSubject = (drawn: Run, subjectId: string): Run => ({ ...drawn, subjectId });

describe('the subject of a run', () => {
  it('is nowhere in a report unless the configuration asks for it', async () => {
    const engine = new AnalysisEngine([acme, initech, globex]);
    await fc.assert(
      fc.asyncProperty(arbitraryRun, fc.stringMatching(/^patient-[a-f0-9]{8}$/), async (drawn, subjectId) => {
        const report = await engine.analyze(withSubject(drawn, subjectId), { definition });
        expect(JSON.stringify(report)).not.toContain(subjectId);
      }),
    );
  });
  it('is in the summary where it does', async () => {
    const engine = new AnalysisEngine([], { includeSubject: true });
    expect((await engine.analyze(withSubject(run, 'patient-1'))).run.subjectId).toBe('patient-1');
    expect((await engine.analyze(run)).run).not.toHaveProperty('subjectId');
  });
});
