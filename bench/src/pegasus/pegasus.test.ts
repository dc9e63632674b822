import { readRuns, viewOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { expect, it } from 'vitest';
import { pegasus } from './pegasus.ts';

const at = (seconds: number): string => `ts=${new Date(seconds * 1000).toISOString()}`;
const workflow = 'xwf.id=w-1';
const ofJob = (job: string, instance: number): string => `${workflow} job.id=${job} job_inst.id=${instance}`;

/** A job that was submitted at one time, ran until another, and whose post script took a second. */
const job = (name: string, instance: number, submitted: number, from: number, to: number, exitCode = 0): string[] => [
  `${at(submitted)} event=stampede.job_inst.submit.start ${ofJob(name, instance)}`,
  `${at(from)} event=stampede.job_inst.main.start ${ofJob(name, instance)}`,
  `${at(to)} event=stampede.job_inst.main.end ${ofJob(name, instance)} site=condorpool exitcode=${exitCode}`,
  `${at(to + 1)} event=stampede.job_inst.post.end ${ofJob(name, instance)} exitcode=${exitCode}`,
];

const lines = [
  `${at(0)} event=stampede.wf.plan ${workflow} dax.label=montage submit.hostname=submit-1 planner.version=5.0 argv="a \\"b\\" c"`,
  `${at(0)} event=stampede.static.start level=Info`,
  `${at(0)} event=stampede.task.info ${workflow} task.id=T1 transformation=project`,
  `${at(0)} event=stampede.task.edge ${workflow} parent.task.id=T1 child.task.id=T2`,
  `${at(0)} event=stampede.job.edge ${workflow} parent.job.id=merge_project_PID1_ID1 child.job.id=add_ID2`,
  `${at(0)} event=stampede.job.edge ${workflow} parent.job.id=add_ID2 child.job.id=never_ID3`,
  `${at(1)} event=stampede.xwf.start ${workflow}`,
  ...job('merge_project_PID1_ID1', 1, 2, 5, 9, 1),
  ...job('merge_project_PID1_ID1', 2, 11, 12, 19),
  // The clock of the worker is eight hours behind.
  `${at(19)} event=stampede.inv.end ${ofJob('merge_project_PID1_ID1', 2)} inv.id=1 start_time=${13 - 28_800 + 86_400} dur=2.5 task.id=T1 transformation=project exitcode=0 remote_cpu_time=1.5`,
  `${at(19)} event=stampede.job_inst.host.info ${ofJob('merge_project_PID1_ID1', 2)} hostname=w8 site=condorpool`,
  `${at(19)} event=stampede.inv.end ${ofJob('merge_project_PID1_ID1', 2)} inv.id=-2 start_time=19 dur=1 transformation=dagman::post exitcode=0`,
  ...job('add_ID2', 3, 21, 22, 30),
  `${at(30)} event=stampede.inv.end ${ofJob('add_ID2', 3)} inv.id=1 start_time=23 dur=7 task.id=T2 transformation=add exitcode=0`,
  `${at(32)} event=stampede.xwf.end ${workflow} status=0`,
];

async function read(input: string): Promise<{ readonly runs: readonly Run[]; readonly problems: readonly string[] }> {
  const runs: Run[] = [];
  const problems: string[] = [];
  const bytes = (async function* () {
    const all = new TextEncoder().encode(input);
    for (let from = 0; from < all.length; from += 11) yield all.subarray(from, from + 11);
  })();
  const onProblem = ({ message }: Error) => problems.push(message);
  for await (const run of readRuns(bytes, [pegasus], { source: 'log.bp', onProblem })) runs.push(run);
  return { runs, problems };
}

it('reads jobs with their attempts, and invocations on the clock of their host', async () => {
  const { runs, problems } = await read(lines.join('\n'));
  const [run] = runs;
  expect(problems).toEqual([]);
  expect(run).toMatchObject({ id: 'w-1', workflowId: 'montage', status: 'completed', startMs: 1000, endMs: 32_000 });
  expect(
    run.executions.map(({ stepId, item, attempt, clock, startMs, endMs, status }) =>
      [stepId, item, attempt, clock, startMs / 1000, (endMs ?? 0) / 1000, status].join(' '),
    ),
  ).toEqual([
    'merge_project  1 submit-1 5 10 failed',
    'merge_project  2 submit-1 12 20 completed',
    'project T1 2 w8/kickstart 57613 57615.5 completed',
    'dagman::post merge_project_PID1_ID1 2 submit-1 19 20 completed',
    'add  1 submit-1 22 31 completed',
    'add T2 1 submit-1 23 30 completed',
  ]);
  expect(run.executions[0]).toMatchObject({ queuedMs: 2000, attributes: { site: 'condorpool' } });
});

it('joins jobs and tasks, attempts included', async () => {
  const { runs } = await read(lines.join('\n'));
  const { dependencies } = viewOf(runs[0]);
  expect(dependencies.map(({ from, to, kind, origin }) => `${from} -> ${to} ${kind} ${origin}`)).toEqual([
    'merge_project_PID1_ID1#1 -> merge_project_PID1_ID1#2 retry explicit',
    'merge_project_PID1_ID1#2 -> add_ID2#3 needs declared',
    'merge_project_PID1_ID1#2/1 -> add_ID2#3/1 needs declared',
  ]);
});

it('accounts for every event, and reports lines that are none', async () => {
  const { runs, problems } = await read([...lines, 'half a line', ''].join('\n'));
  // All but the frame around the plan are of the workflow; what is only said of the plan of tasks is passed over.
  expect(runs[0]?.metrics).toEqual({ events: lines.length - 1, eventsPassedOver: 1 });
  expect(problems).toEqual([`Cannot read "log.bp": line ${lines.length + 1} is not a NetLogger event.`]);
});

it('refuses a log without jobs', async () => {
  await expect(read(lines.slice(0, 3).join('\n'))).rejects.toThrow('it has no job that was submitted.');
});
