import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { healthyRuns } from '@faultline/plugin-healthcare';
import { workplace } from '../memory-io.test-support.ts';

const execution = (stepId: string, startMs: number, endMs: number) => ({
  id: stepId,
  stepId,
  startMs,
  endMs,
  status: 'completed',
});
const native = (id: string, workflowId: string): string =>
  JSON.stringify({
    id,
    workflowId,
    status: 'completed',
    startMs: 0,
    endMs: 12,
    executions: [execution('fetch', 0, 4), execution('parse', 4, 6), execution('rank', 6, 12)],
  });
const run = native('run', 'drawn');
const history = [...healthyRuns(30, 7)].map((one) => JSON.stringify(one)).join('\n');
const answer = z.looseObject({ kind: z.string(), workflowId: z.string() });

describe('whatif', () => {
  it('says exactly what a change would have made of one run', async () => {
    const { faultline } = workplace({ 'run.json': run });
    const { exitCode, out, err } = await faultline([
      'whatif',
      'run.json',
      '--scale',
      'rank=0.5',
      '--drop-edge',
      'fetch:parse',
    ]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe(`Run "run" of workflow "drawn"
  Before       12 ms
  After        7 ms
  Gain         5 ms, 41.7 %
  Path before  fetch 4 ms, parse 2 ms, rank 6 ms
  Path after   fetch 4 ms, rank 3 ms
`);
  });

  it('says what is left to chance, what would fail, and what gets slower', async () => {
    const { faultline } = workplace({ 'run.json': run });
    const cached = await faultline(['whatif', 'run.json', '--cache', 'rank=0.25']);
    expect(cached.out).toContain('  After        10.5 ms on average of all 2 outcomes, from 6 ms to 12 ms\n');
    const cut = await faultline(['whatif', 'run.json', '--timeout', 'rank=5ms']);
    expect(cut.out).toContain('  Outcome      the run would fail\n');
    expect(cut.out).toContain('  Note         Step "rank" takes longer than 5 ms and fails there;');
    const slower = await faultline(['whatif', 'run.json', '--replace', 'rank=12ms']);
    expect(slower.out).toContain('  Gain         none: 6 ms slower, 50 %\n');
    expect((await faultline(['whatif', 'run.json', '--scale', 'rank=1'])).out).toContain('  Gain         none\n');
  });

  it('says how sure it is for many runs', async () => {
    const { faultline } = workplace({ 'runs.jsonl': history });
    const { exitCode, out, err } = await faultline([
      'whatif',
      'runs.jsonl',
      '--cache',
      'medical_literature_consultation=0.5:200ms',
    ]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe(`30 runs of workflow "comprehensive_diagnostic_analysis"
  Mean             51.2 s before, 45.4 s after
  Median           51 s before, 44.8 s after
  95th percentile  57.2 s before, 56.7 s after
  Gain             5.86 s, 11.4 % of the mean; between 5.2 s and 6.64 s (95 % confidence)
  Will it help?    yes, as far as these 30 runs tell
  New runs         the mean of 30 more runs will be between 42.4 s and 48.4 s (95 % confidence)
`);
  });

  it('says losses as losses, and no percentile that few runs do not tell', async () => {
    const some = history.split('\n').slice(0, 10).join('\n');
    const { faultline } = workplace({ 'runs.jsonl': some });
    const call = ['whatif', 'runs.jsonl', '--replace'];
    const loss = await faultline([...call, 'medical_literature_consultation=60s']);
    expect(loss.out).toMatch(/Gain +none: .* s slower, .* % of the mean; between \d.* s and \d.* s slower \(95 %/);
    expect(loss.out).toContain('  95th percentile  not known from fewer than 20 runs\n');
    const none = await faultline(['whatif', 'runs.jsonl', '--scale', 'medical_literature_consultation=1']);
    expect(none.out).toContain('  Gain             none\n');
  });

  it('says the same for programs', async () => {
    const { faultline } = workplace({ 'run.json': run, 'runs.jsonl': history });
    const one = await faultline(['whatif', 'run.json', '--scale', 'rank=0.5', '--format', 'json']);
    expect(answer.parse(JSON.parse(one.out))).toMatchObject({
      kind: 'run',
      workflowId: 'drawn',
      runId: 'run',
      edits: [{ kind: 'scale', stepId: 'rank', factor: 0.5 }],
      beforeMs: 12,
      afterMs: 9,
      gainMs: 3,
      method: 'exact',
    });
    const step = 'medical_literature_consultation';
    const call = ['whatif', 'runs.jsonl', '--cache', `${step}=0.5`, '--format', 'json', '--seed'];
    const many = await faultline([...call, '4']);
    expect(answer.parse(JSON.parse(many.out))).toMatchObject({ kind: 'history', runs: 30, probabilityOfGain: 1 });
    expect((await faultline([...call, '4'])).out).toBe(many.out);
    expect((await faultline([...call, '5'])).out).not.toBe(many.out);
  });

  it('takes a workflow definition: what is planned waits for what it needs alone', async () => {
    const definition = 'id: drawn\nsteps: [{ id: fetch }, { id: parse }, { id: rank, dependencies: [parse] }]\n';
    const { faultline } = workplace({ 'run.json': run, 'workflow.yaml': definition });
    const planned = await faultline(['whatif', 'run.json', '--scale', 'fetch=0', '--workflow', 'workflow.yaml']);
    expect(planned.out).toContain('  Gain         none\n');
  });

  it('counts pools', async () => {
    const definition =
      'id: drawn\nsteps: [{ id: fetch }, { id: parse, resources: { gpus: 1 } }, { id: rank, resources: { gpus: 1 } }]\n';
    const { faultline } = workplace({ 'run.json': run, 'workflow.yaml': definition });
    const call = ['whatif', 'run.json', '--workflow', 'workflow.yaml', '--pool', 'gpus=2'];
    expect((await faultline(call)).out).toContain('taken to have held 1, the most that was in use at once.');
    expect((await faultline([...call, '--capacity', 'gpus=1'])).out).not.toContain('taken to have held');
    const starved = await faultline([...call.slice(0, -1), 'gpus=0']);
    expect([starved.exitCode, starved.err]).toEqual([
      2,
      'Step "parse" needs 1 of "gpus", but the pool would hold 0: it would never start.\n  Make the pool larger, or what the step needs smaller.\n',
    ]);
  });

  it('keeps to the workflow with the most runs, and says what it left out', async () => {
    const { faultline } = workplace({
      'runs.jsonl': [run, native('other', 'other'), native('more', 'drawn')].join('\n'),
    });
    const { exitCode, out, err } = await faultline(['whatif', 'runs.jsonl', '--scale', 'rank=0.5']);
    expect([exitCode, err]).toEqual([0, 'Runs of other workflows were left out: "other" (1).\n']);
    expect(out).toContain('2 runs of workflow "drawn"');
  });

  it('refuses what it cannot do with one clear message', async () => {
    const { faultline } = workplace({ 'run.json': run });
    const refusal = async (...args: string[]) => {
      const { exitCode, err } = await faultline(['whatif', 'run.json', ...args]);
      return [exitCode, err];
    };
    expect(await refusal('--scale', 'rnk=0.5')).toEqual([
      2,
      'There is no step "rnk" to change.\n  The nearest is "rank".\n',
    ]);
    expect(await refusal('--scale', '__proto__=0.5')).toEqual([
      2,
      'There is no step "__proto__" to change.\n  The steps are "fetch", "parse", "rank".\n',
    ]);
    expect(await refusal('--scale', 'rank=-1')).toEqual([
      2,
      'Cannot change step "rank" so: it takes a factor of 0 or more, not -1.\n' +
        '  A factor of 0.5 halves its time, one of 2 doubles it.\n',
    ]);
    expect(await refusal('--scale', 'rank')).toEqual([2, 'Cannot read --scale "rank".\n  Write it as "search=0.5".\n']);
    expect(await refusal('--add-edge', 'rank:fetch')).toEqual([
      2,
      'Step "fetch" cannot wait for "rank": in run "run" "rank" waits for "fetch" already.\n' +
        '  Drop that edge first ("fetch" before "rank"), or add the edge the other way round.\n',
    ]);
    expect(await refusal('--scale', 'rank=0.5', '--seed', 'x')).toEqual([
      2,
      'The seed "x" is not a whole number.\n  Write it as "--seed 7".\n',
    ]);
    expect((await refusal('--scale', 'rank=0.5', '--seed', ''))[0]).toBe(2);
    expect((await refusal())[0]).toBe(2);
    expect((await workplace().faultline(['whatif', '--scale', 'rank=0.5'])).exitCode).toBe(2);
  });

  it('goes on where an input cannot be read', async () => {
    const { faultline } = workplace({ 'run.json': run });
    const { exitCode, out, err } = await faultline(['whatif', 'gone.json', 'run.json', '--scale', 'rank=0.5']);
    expect([exitCode, err.includes('there is no such file')]).toEqual([3, true]);
    expect(out).toContain('3 ms, 25 %');
    expect((await faultline(['whatif', 'gone.json', '--scale', 'rank=0.5'])).err).toContain(
      'There is no run to change.',
    );
  });
});
