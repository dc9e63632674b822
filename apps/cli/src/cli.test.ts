import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportSchema } from '@faultline/model';
import { documentSample, faults, faultyRun, healthyRun } from '@faultline/plugin-healthcare';
import { workplace } from './memory-io.test-support.ts';

const healthy = JSON.stringify(healthyRun());
const faulty = JSON.stringify(faultyRun());
const span = (fields: object) => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'plan',
  startTimeUnixNano: '1544712660000000000',
  endTimeUnixNano: '1544712661000000000',
  ...fields,
});
const otlp = (...spans: object[]): string => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

it('listens to standard output once, however often it is called', async () => {
  const { faultline } = workplace();
  const before = await faultline(['plugins']).then(() => process.stdout.listenerCount('error'));
  await faultline(['plugins']);
  expect(process.stdout.listenerCount('error')).toBe(before);
});

describe('analyze', () => {
  it('says one line about a clean run, and that it was compared with none, and exits with 0', async () => {
    const { faultline } = workplace({ 'run.json': healthy });
    const { exitCode, out, err } = await faultline(['analyze', 'run.json']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    const [first, ...rest] = out.trimEnd().split('\n');
    expect(first).toMatch(/^OK /);
    expect(rest).toEqual(['    Not compared: nothing was learned of "comprehensive_diagnostic_analysis".']);
  });

  it('reports the sample of the reference document: what is missing, what is covered, nothing about its durations', async () => {
    const { faultline } = workplace({ 'run.json': JSON.stringify(documentSample()) });
    const { exitCode, out } = await faultline(['analyze', 'run.json', '--format', 'json']);
    expect(exitCode).toBe(1);
    const { findings } = reportSchema.parse(JSON.parse(out));
    const missing = findings.find(({ ruleId }) => ruleId === 'integrity/missing-step');
    expect(missing?.stepIds.toSorted()).toEqual([
      'clinical_validation',
      'differential_diagnosis',
      'lab_results_analysis',
      'medical_literature_consultation',
      'report_generation',
      'treatment_recommendation',
    ]);
    expect(findings.find(({ ruleId }) => ruleId === 'integrity/uncovered-time')?.message).toMatch(
      /16\.8 s of the 30 min/,
    );
    const ran = ['patient_data_ingestion', 'medical_history_preprocessing', 'symptom_analysis'];
    expect(findings.filter(({ stepIds }) => stepIds.some((stepId) => ran.includes(stepId)))).toEqual([]);
  });

  it('takes the word of whoever knows that the outcome was wrong', async () => {
    const { faultline } = workplace({ 'run.json': healthy });
    const { exitCode, out } = await faultline(['analyze', 'run.json', '--wrong']);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/graded as wrong:\s+"person\.is_correct"/);
  });

  it('reads standard input, named or piped', async () => {
    const { faultline } = workplace();
    for (const args of [['analyze', '-'], ['analyze']])
      expect((await faultline(args, healthy)).out).toMatch(/^OK .*healthy|^OK /);
  });

  it('reads OTLP JSON and JSON Lines by content, whatever the file is called', async () => {
    const lines = [otlp(span({})), otlp(span({ spanId: 'aaaaaaaaaaaaaaaa', parentSpanId: 'eee19b7ec3c1b174' }))].join(
      '\n',
    );
    const { faultline } = workplace({ 'one.txt': otlp(span({})), 'lines.log': lines });
    const { exitCode, out } = await faultline(['analyze', 'one.txt', 'lines.log', '--format', 'jsonl']);
    expect(exitCode).toBe(0);
    const reports = out
      .trimEnd()
      .split('\n')
      .map((line) => reportSchema.parse(JSON.parse(line)));
    expect(reports.map(({ run }) => run.executions)).toEqual([1, 2]);
  });

  it('writes a file with -o and nothing to standard output', async () => {
    const { faultline, read } = workplace({ 'run.json': faulty });
    const { exitCode, out } = await faultline(['analyze', 'run.json', '--format', 'json', '-o', 'report.json']);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(reportSchema.parse(JSON.parse(read('report.json'))).run.id).toBe(faultyRun().id);
  });

  it('writes through a link, and leaves what stands there when nothing can be read', async () => {
    const { folder, faultline, read } = workplace({ 'run.json': faulty, 'broken.json': '{', 'real.json': 'old' });
    symlinkSync(join(folder, 'real.json'), join(folder, 'link.json'));
    await faultline(['analyze', 'broken.json', '--format', 'json', '-o', 'link.json']);
    expect(read('real.json')).toBe('old');
    await faultline(['analyze', 'run.json', '--format', 'json', '-o', 'link.json']);
    expect(JSON.parse(read('real.json'))).toHaveProperty('run');
  });

  it('checks any run against the one definition that is named', async () => {
    const workflow = 'id: other\nsteps:\n  - id: plan\n  - id: act\n    dependencies: [plan]\n';
    const { faultline } = workplace({ 'trace.json': otlp(span({})), 'workflow.yaml': workflow });
    const { exitCode, out } = await faultline(['analyze', 'trace.json', '--workflow', 'workflow.yaml']);
    expect(exitCode).toBe(1);
    expect(out).toContain('1 of 2 steps never ran: "act".');
  });

  it('names nobody: the subject of the run stays out of every format', async () => {
    const { faultline } = workplace({
      'run.json': JSON.stringify({ ...documentSample(), subjectId: 'patient_12345' }),
    });
    for (const format of ['json', 'jsonl', 'terminal'])
      expect((await faultline(['analyze', 'run.json', '--verbose', '--format', format])).out).not.toContain(
        'patient_12345',
      );
  });

  it('escapes control characters and treats __proto__ as a name like others', async () => {
    const hostile = otlp(
      span({ name: '\u001b[31mred\u001b[0m\u0007' }),
      span({
        spanId: 'aaaaaaaaaaaaaaaa',
        parentSpanId: '0000000000000009',
        name: '__proto__',
        status: { code: 2, message: '\u001b]0;owned\u0007' },
      }),
    );
    const { faultline } = workplace({ 'trace.json': hostile });
    const { out, err } = await faultline(['analyze', 'trace.json', '--verbose']);
    expect(out).toContain('__proto__');
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

/** Lists in lists. */
const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
};
const withInput = (input: unknown): string =>
  JSON.stringify({ ...healthyRun(), executions: healthyRun().executions.map((one) => ({ ...one, input })) });

describe('exit codes', () => {
  it.each([
    ['error', 1],
    ['never', 0],
  ])('--fail-on %s', async (severity, expected) => {
    const { faultline } = workplace({ 'run.json': faulty });
    expect((await faultline(['analyze', 'run.json', '--fail-on', severity])).exitCode).toBe(expected);
  });

  it('--fail-on info fails for a note', async () => {
    const { faultline } = workplace({ 'trace.json': otlp(span({})) });
    expect((await faultline(['analyze', 'trace.json'])).exitCode).toBe(0);
    expect((await faultline(['analyze', 'trace.json', '--fail-on', 'info'])).exitCode).toBe(1);
  });

  it.each([
    ['an unknown option', ['analyze', '--nonsense']],
    ['an unknown command', ['analyse']],
    ['an unknown severity', ['analyze', '-', '--fail-on', 'fatal']],
    ['an unknown format of the report', ['analyze', '-', '--format', 'pdf']],
    ['an unknown format of the input', ['analyze', '-', '--from', 'pdf']],
    ['a configuration that is not there', ['analyze', '-', '--config', 'none.json']],
    ['a plugin that is not there', ['analyze', '-', '--plugin', 'no-such-plugin']],
    ['a workflow that is not there', ['analyze', '-', '--workflow', 'none.yaml']],
    ['a rule that is not there', ['explain', 'no/such-rule']],
  ])('2 for %s', async (_what, args) => {
    const { exitCode, out, err } = await workplace().faultline(args, healthy);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('2 when there is nothing to analyse', async () => {
    expect((await workplace().faultline(['analyze'])).exitCode).toBe(2);
  });

  it.each([
    ['no JSON', 'hello', 'is not JSON'],
    ['a truncated document', faulty.slice(0, 500), 'ends in the middle'],
    ['a truncated line', `${otlp(span({}))}\n${otlp(span({})).slice(0, 50)}`, 'line 2'],
    ['nothing', '', 'is empty'],
    ['white space', ' \n\n ', 'is empty'],
    ['an unknown format', '{"hello":1}', 'format is not known'],
    ['OTLP logs', '{"resourceLogs":[]}', 'OTLP logs'],
    ['values nested beyond 64 levels', withInput(deep(65)), 'deeper than 64 levels'],
    ['a run without id', '{"workflowId":"w","executions":[]}', 'id'],
  ])('3 for %s, with one message and no report', async (_what, content, message) => {
    const { faultline } = workplace({ 'input.json': content });
    const { exitCode, out, err } = await faultline(['analyze', 'input.json', '--format', 'json']);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toContain(message);
    expect(err).toContain('input.json');
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('values of 64 levels and a deep span tree are no error', async () => {
    const spans = Array.from({ length: 2000 }, (_, i) =>
      span({
        spanId: i.toString(16).padStart(16, 'f'),
        ...(i > 0 && { parentSpanId: (i - 1).toString(16).padStart(16, 'f') }),
      }),
    );
    const { faultline } = workplace({ 'deep.json': withInput(deep(64)), 'tree.json': otlp(...spans) });
    expect((await faultline(['analyze', 'deep.json', '--fail-on', 'never'])).exitCode).toBe(0);
    expect((await faultline(['analyze', 'tree.json', '--fail-on', 'never'])).exitCode).toBe(0);
  });

  it('the highest wins, and other files still report', async () => {
    const { faultline } = workplace({ 'faulty.json': faulty, 'broken.json': '{' });
    const { exitCode, out, err } = await faultline([
      'analyze',
      'none.json',
      'broken.json',
      'faulty.json',
      '--format',
      'json',
    ]);
    expect(exitCode).toBe(3);
    expect(reportSchema.parse(JSON.parse(out)).run.id).toBe(faultyRun().id);
    expect(err).toContain('there is no such file');
  });

  it('4 for a rule that throws, and the rest is reported', async () => {
    const { faultline } = workplace({ 'run.json': healthy });
    const { exitCode, out } = await faultline(['analyze', 'run.json', '--plugin', fixture('throwing-rule.mjs')]);
    expect(exitCode).toBe(4);
    expect(out).toContain('Rule "acme/broken" failed: no such step.');
  });
});

/** Modules that a user could have written. */
const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

describe('plugins and configuration', () => {
  it('loads a plugin by path and runs its rules', async () => {
    const { faultline } = workplace({ 'run.json': healthy });
    const { exitCode, out } = await faultline([
      'analyze',
      'run.json',
      '--plugin',
      fixture('seen.mjs'),
      '--fail-on',
      'warning',
    ]);
    expect(exitCode).toBe(1);
    expect(out).toContain('Seen.');
  });

  it('takes plugins, severities and the threshold from the configuration', async () => {
    const config = JSON.stringify({ plugins: [fixture('seen.mjs')], rules: { 'acme/seen': 'error' } });
    const { faultline } = workplace({
      'run.json': healthy,
      'faultline.config.yaml': config,
    });
    expect((await faultline(['analyze', 'run.json'])).exitCode).toBe(1);
  });

  it('switches a rule off', async () => {
    const ruleIds = faults.flatMap(({ reportedBy }) => reportedBy.map(({ ruleId }) => ruleId));
    const rules = Object.fromEntries(ruleIds.map((ruleId) => [ruleId, 'off']));
    const { faultline } = workplace({ 'run.json': faulty, 'faultline.config.json': JSON.stringify({ rules }) });
    expect((await faultline(['analyze', 'run.json', '--format', 'json'])).exitCode).toBe(0);
  });

  it.each([
    ['an unknown rule', { rules: { 'integrity/missing-stp': 'off' } }, 'integrity/missing-stp'],
    ['wrong options of a rule', { rules: { 'integrity/resource-limit': { options: { cpu: 1 } } } }, 'cpu'],
    ['one plugin twice', { plugins: [fixture('seen.mjs'), fixture('seen-again.mjs')] }, 'acme/seen'],
    ['wrong options of a reporter', { reporters: { 'report-terminal/terminal': { verbos: true } } }, 'verbos'],
    ['an unknown reporter', { reporters: { 'report-terminal/terminl': {} } }, 'report-terminal/terminl'],
    ['an unknown ingester', { ingesters: { 'ingest-json/runs': {} } }, 'ingest-json/runs'],
  ])('refuses %s with 2 and says what to try', async (_what, config, named) => {
    const { faultline } = workplace({ 'faultline.config.json': JSON.stringify(config) });
    const { exitCode, out, err } = await faultline(['analyze', '-'], healthy);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(named);
    expect(err).not.toContain('fault in Faultline');
  });

  it.each([
    ['before', ['analyze', '--plugin', fixture('seen.mjs'), '--workflow', 'workflow.yaml', 'run.json']],
    ['after', ['analyze', 'run.json', '--plugin', fixture('seen.mjs'), '--workflow', 'workflow.yaml']],
  ])('takes options %s the files', async (_where, args) => {
    const workflow = 'id: comprehensive_diagnostic_analysis\nsteps: [{ id: patient_data_ingestion }]\n';
    const { faultline } = workplace({ 'run.json': healthy, 'workflow.yaml': workflow });
    expect((await faultline(args)).out).toContain('Seen.');
  });

  it.each([
    ['not found', 'none.mjs', undefined, 'Cannot find the plugin', 2],
    ['without a plugin', 'empty.mjs', 'export const a = 1;', 'exports no plugin', 2],
    ['that throws', 'throws.mjs', "throw new Error('boom');", 'threw while it was loaded: boom', 4],
  ])('tells apart a module %s', async (_what, file, content, message, expected) => {
    const { faultline } = workplace(content === undefined ? {} : { [file]: content });
    const { exitCode, err } = await faultline(['analyze', '-', '--plugin', `./${file}`], healthy);
    expect(exitCode).toBe(expected);
    expect(err).toContain(message);
  });

  it('lists what every plugin brings', async () => {
    const { exitCode, out } = await workplace().faultline(['plugins']);
    expect(exitCode).toBe(0);
    for (const id of [
      'integrity/missing-step',
      'schedule/critical-path',
      'ingest-traces/otlp-json',
      'comprehensive_diagnostic_analysis',
    ])
      expect(out).toContain(id);
  });
});

describe('explain', () => {
  it.each([
    'integrity/missing-step',
    'integrity/resource-limit',
    'schedule/slack',
    'core/rule-failed',
    'ingest/base64-ids',
    'FAULTLINE_NOT_JSON',
  ])('knows %s', async (id) => {
    const { exitCode, out } = await workplace().faultline(['explain', id]);
    expect(exitCode).toBe(0);
    expect(out.startsWith(id)).toBe(true);
  });

  it('shows the options of a rule with their defaults', async () => {
    const { out } = await workplace().faultline(['explain', 'integrity/resource-limit']);
    expect(out).toMatch(/= 1\.5: .+\n.*= 1\.3: /);
  });

  it('suggests what is near', async () => {
    expect((await workplace().faultline(['explain', 'integrety/missing-step'])).err).toContain(
      'integrity/missing-step',
    );
    const ofPlugin = await workplace().faultline(['explain', 'schedule/x']);
    expect([ofPlugin.exitCode, ofPlugin.err]).toEqual([
      2,
      'Nothing is called "schedule/x".\n  Did you mean schedule/timeline or schedule/flow or schedule/plan or schedule/performance or schedule/critical-path?\n',
    ]);
    expect((await workplace().faultline(['explain', 'nonsense'])).err).toContain('Run "faultline plugins"');
  });
});

it('prints help on standard output and exits with 0', async () => {
  const { exitCode, out } = await workplace().faultline(['--help']);
  expect(exitCode).toBe(0);
  expect(out).toContain('analyze');
});
