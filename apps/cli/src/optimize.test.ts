import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { comprehensiveDiagnosticAnalysis, healthyRuns } from '@faultline/plugin-healthcare';
import { workplace } from './memory-io.test-support.ts';
import { workflowYaml } from './workflow-yaml.ts';

const literature = 'medical_literature_consultation';

/** Runs that ask the literature step one of four questions, and every other step something new. */
const runs: readonly Run[] = [...healthyRuns(40, 3)].map((run, index) => ({
  ...run,
  executions: run.executions.map((execution) => ({
    ...execution,
    input: execution.stepId === literature ? index % 4 : `${index} ${execution.stepId}`,
    output: execution.stepId === literature ? index % 4 : index,
  })),
}));
const lines = runs.map((run) => JSON.stringify(run)).join('\n');

describe('optimize', () => {
  it('proposes a cache for the literature step, and writes a definition that loads again', async () => {
    const { faultline, read } = workplace({ 'runs.jsonl': lines });
    const { exitCode, out, err } = await faultline(['optimize', 'runs.jsonl', '-o', 'new.yaml']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toContain('What to change in "comprehensive_diagnostic_analysis", from 40 runs:');
    expect(out).toContain(
      `1. Put a cache before "${literature}": 90 % of its inputs came before; a hit is taken to cost 5 ms. It gains `,
    );
    expect(out).toContain('The changes were chosen on 20 of these runs; the figures above are of the other 20.');
    expect(out).toContain('Every set of changes within the limits was tried: 2 of them.');
    expect(out).toMatch(/^-    expectedDurationMs: 12000\n(.*\n)*\+    expectedDurationMs: 1204$/m);
    const written = workflowDefinitionSchema.parse(parse(read('new.yaml')));
    const before = comprehensiveDiagnosticAnalysis;
    expect(written.steps.filter((step, at) => JSON.stringify(step) !== JSON.stringify(before.steps[at]))).toHaveLength(
      1,
    );
    expect(read('new.yaml')).toContain(`# - Put a cache before "${literature}"`);
  });

  it('takes a definition for every run, whatever they call their workflow', async () => {
    const named = runs.map((run) => JSON.stringify({ ...run, workflowId: 'other' })).join('\n');
    const workflow = workflowYaml({ ...comprehensiveDiagnosticAnalysis, id: 'mine' });
    const { faultline } = workplace({ 'runs.jsonl': named, 'mine.yaml': workflow });
    const { out } = await faultline(['optimize', 'runs.jsonl', '--workflow', 'mine.yaml', '--budget', '1']);
    expect(out).toContain('What to change in "mine", from 40 runs:');
  });

  it('chooses among changes that are named and found, within the budget', async () => {
    const { faultline } = workplace({ 'runs.jsonl': lines });
    const named = ['--scale', 'differential_diagnosis=0.1', '--cache', `${literature}=0.5`, '--budget', '1'];
    const { out } = await faultline(['optimize', 'runs.jsonl', ...named]);
    expect(out).toContain('1. Let "differential_diagnosis" take 10 % of its time. It gains ');
    expect(out).not.toContain('  2. ');
    expect(out).toContain('Every set of changes within the limits was tried: 3 of them.');
    const gate = await faultline(['optimize', 'runs.jsonl', '--drop-edge', 'clinical_validation:report_generation']);
    expect(gate.out).toContain(
      'Refused: Do not let "report_generation" wait for "clinical_validation". "clinical_validation" is a gate before "report_generation".',
    );
  });

  it('says that there is nothing to change, and why', async () => {
    const { faultline } = workplace({
      'runs.jsonl': runs
        .map(({ executions, ...run }) =>
          JSON.stringify({ ...run, executions: executions.map(({ input: _input, ...rest }) => rest) }),
        )
        .join('\n'),
    });
    const { exitCode, out } = await faultline(['optimize', 'runs.jsonl']);
    expect(exitCode).toBe(0);
    expect(out).toContain('There is nothing to change in "comprehensive_diagnostic_analysis", from 40 runs.');
    expect(out).toContain('History gives no reason for any change');
  });

  it('infers a definition where there is none, and says so', async () => {
    const unknown = runs.map((run) => JSON.stringify({ ...run, workflowId: 'unknown' })).join('\n');
    const { faultline } = workplace({ 'runs.jsonl': unknown });
    const { exitCode, out, err } = await faultline(['optimize', 'runs.jsonl', '--hit-ms', '20']);
    expect(exitCode).toBe(0);
    expect(out).toContain('What to change in "unknown", from 40 runs:');
    expect(out).toContain('a hit is taken to cost 20 ms.');
    expect(err).toContain('No definition of workflow "unknown" was given: it was inferred from 40 runs');
  });

  it('does not end as if all were well where there is no run, and says once what is wrong', async () => {
    const { faultline } = workplace({ 'empty.jsonl': '' });
    const missing = await faultline(['optimize', 'missing.jsonl']);
    expect(missing.exitCode).toBe((await faultline(['analyze', 'missing.jsonl'])).exitCode);
    expect(missing.err).not.toContain('There is no run');
    const empty = await faultline(['optimize', 'empty.jsonl']);
    expect(empty.exitCode).toBe(3);
  });

  it('refuses an output that cannot be written before it searches', async () => {
    const { faultline } = workplace({ 'runs.jsonl': lines });
    const { exitCode, out, err } = await faultline(['optimize', 'runs.jsonl', '-o', 'nowhere/new.yaml']);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain('ENOENT');
  });

  it.each([
    [['--budget', '0'], '--budget takes a number of changes, 1 or more, not "0".'],
    [['--capacity', 'gpus'], '--capacity'],
    [['--hit-ms', '-1'], '--hit-ms takes a number of milliseconds, 0 or more, not "-1".'],
  ])('refuses %j', async (options, problem) => {
    const { faultline } = workplace({ 'runs.jsonl': lines });
    const { exitCode, err } = await faultline(['optimize', 'runs.jsonl', ...options]);
    expect(exitCode).toBe(2);
    expect(err).toContain(problem);
  });
});

it('writes a definition without what goes without saying', () => {
  expect(parse(workflowYaml(comprehensiveDiagnosticAnalysis, ['of', 'two lines']))).toMatchObject({
    id: 'comprehensive_diagnostic_analysis',
  });
  expect(workflowDefinitionSchema.parse(parse(workflowYaml(comprehensiveDiagnosticAnalysis)))).toEqual(
    comprehensiveDiagnosticAnalysis,
  );
  const short = workflowDefinitionSchema.parse({ id: 'w', steps: [{ id: 'a' }, { id: 'b', dependencies: ['a'] }] });
  expect(workflowYaml(short, ['Mine.'])).toBe(
    '# Mine.\n\nid: w\nsteps:\n  - id: a\n  - id: b\n    dependencies:\n      - a\n',
  );
});
