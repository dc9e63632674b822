import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { reportSchema, workflowDefinitionSchema, type Finding, type Run } from '@faultline/model';
import { healthyRuns } from '@faultline/plugin-healthcare';
import { workplace } from './memory-io.test-support.ts';

/** Runs of a workflow that nobody has defined. */
function runs(count: number): readonly Run[] {
  return [...healthyRuns(count, 7)].map((run) => ({ ...run, workflowId: 'triage' }));
}

const lines = (all: readonly Run[]): string => all.map((run) => JSON.stringify(run)).join('\n');

/** What is wrong, without what could be better. */
const faultsIn = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ kind }) => kind !== 'optimizer');

/** Times of one kind only, so that no execution lies beyond the percentiles of all. */
const steady = (all: readonly Run[]): readonly Run[] =>
  all.map((run, at) => ({ ...(all[0] ?? run), id: `run ${at}`, subjectId: `patient ${at}` }));

describe('infer', () => {
  it('proposes a definition that loads again and has nothing to say of the runs it comes from', async () => {
    const { faultline, read } = workplace({ 'runs.jsonl': lines(steady(runs(30))) });
    const inferred = await faultline(['infer', 'runs.jsonl', '--output', 'workflow.yaml']);
    expect(inferred).toEqual({ exitCode: 0, out: '', err: '' });
    expect(workflowDefinitionSchema.parse(parse(read('workflow.yaml'))).steps).toHaveLength(9);

    const { exitCode, out } = await faultline([
      'analyze',
      'runs.jsonl',
      '--workflow',
      'workflow.yaml',
      '--format',
      'jsonl',
    ]);
    const reports = out
      .trimEnd()
      .split('\n')
      .map((line) => reportSchema.parse(JSON.parse(line)));
    expect(exitCode).toBe(0);
    expect(reports.flatMap(({ findings }) => faultsIn(findings).map(({ message }) => message))).toEqual([]);
  });

  it('has nothing worse than the slowest twentieth to say where times vary', async () => {
    const { faultline } = workplace({ 'runs.jsonl': lines(runs(60)) });
    const { out: yaml } = await faultline(['infer', 'runs.jsonl']);
    const other = workplace({ 'runs.jsonl': lines(runs(60)), 'workflow.yaml': yaml });
    const { out } = await other.faultline([
      'analyze',
      'runs.jsonl',
      '--workflow',
      'workflow.yaml',
      '--format',
      'jsonl',
    ]);
    const findings = out
      .trimEnd()
      .split('\n')
      .flatMap((line) => reportSchema.parse(JSON.parse(line)).findings);
    expect([...new Set(faultsIn(findings).map(({ ruleId }) => ruleId))]).toEqual(['integrity/slower-than-baseline']);
  });

  it('says what each line rests on', async () => {
    const [run] = runs(1);
    const executions = run?.executions.slice(0, 3) ?? [];
    const brief = [1, 2].map((at) => ({ ...run, id: `run ${at}`, executions: executions.slice(0, at + 1) }));
    const { faultline } = workplace();
    const { out } = await faultline(['infer'], brief.map((one) => JSON.stringify(one)).join('\n'));
    expect(
      out
        .split('\n')
        .filter((line) => !/expected/.test(line))
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "# Proposed by "faultline infer" from 2 runs. Check it, then use it with --workflow.
      # A dependency that is known by order in time alone may be chance: take it out where the steps are independent.

      id: triage
      steps:
        - id: patient_data_ingestion # in 2 of 2 runs
          type: data_ingestion
        - id: medical_history_preprocessing # in 2 of 2 runs
          type: preprocessing
          dependencies:
            - patient_data_ingestion # by order in time alone, in 2 runs of 2 that had both
        - id: symptom_analysis # in 1 of 2 runs
          type: analysis
          isOptional: true
          dependencies:
            - medical_history_preprocessing # by order in time alone, in 1 run of 1 that had both
      "
    `);
  });

  it('takes the workflow with the most runs, or the one that is named', async () => {
    const [one, ...others] = runs(3);
    const mixed = lines([{ ...(one ?? others[0]), workflowId: 'other' }, ...others]);
    const { faultline } = workplace({ 'runs.jsonl': mixed });
    const most = await faultline(['infer', 'runs.jsonl']);
    expect([parse(most.out), most.err]).toEqual([
      expect.objectContaining({ id: 'triage' }),
      'Runs of other workflows were left out: "other" (1). Name one with --workflow-id.\n',
    ]);
    const named = await faultline(['infer', 'runs.jsonl', '--workflow-id', 'other']);
    expect(parse(named.out)).toMatchObject({ id: 'other' });
    expect((await faultline(['infer', 'runs.jsonl', '--workflow-id', 'none'])).err).toBe(
      'No run is of workflow "none".\n',
    );
  });

  it('goes on where an input cannot be read, and says so', async () => {
    const { faultline } = workplace({ 'runs.jsonl': lines(runs(1)) });
    const { exitCode, out, err } = await faultline(['infer', 'missing.jsonl', 'runs.jsonl']);
    expect([exitCode, parse(out)]).toEqual([3, expect.objectContaining({ id: 'triage' })]);
    expect(err).toContain('there is no such file');
    expect((await faultline(['infer'])).exitCode).toBe(2);
  });
});
