import { viewOf } from '@faultline/core';
import { criticalPath } from '@faultline/graph';
import { runSchema } from '@faultline/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWith } from '@faultline/plugin-testkit';
import { mangled } from '../mangled.test-support.ts';
import { endsCleanly, runWith } from '../run-with.test-support.ts';
import { wfFormat } from './wf-format.ts';

interface Drawn {
  readonly parents?: readonly string[];
  readonly runtime?: unknown;
  readonly record?: object;
  readonly task?: object;
}

/** An instance of version 1.5; children are added to what is said of parents. */
function instanceOf(tasks: Readonly<Record<string, Drawn>>, more: object = {}) {
  const entries = Object.entries(tasks);
  return {
    name: 'montage-20210122T045541Z-0',
    schemaVersion: '1.5',
    createdAt: '2021-01-22T05:14:28.693084',
    runtimeSystem: { name: 'Pegasus', version: '5.0' },
    workflow: {
      specification: {
        tasks: entries.map(([id, { parents = [], task }]) => ({
          name: id,
          id,
          parents,
          children: entries.flatMap(([other, drawn]) => (drawn.parents?.includes(id) === true ? [other] : [])),
          inputFiles: [],
          ...task,
        })),
        files: [],
      },
      execution: {
        makespanInSeconds: 100,
        executedAt: '2021-01-22T04:55:41Z',
        tasks: entries.map(([id, { runtime = 1, record }]) => ({ id, runtimeInSeconds: runtime, ...record })),
        machines: [{ nodeName: 'worker-1' }],
        ...more,
      },
    },
  };
}

const diamond = {
  project_ID1: { runtime: 5 },
  project_ID2: { runtime: 2 },
  diff_ID3: { runtime: 1, parents: ['project_ID1', 'project_ID2'] },
  add_ID4: { runtime: 4.5, parents: ['diff_ID3', 'project_ID2'] },
};
const executedMs = Date.UTC(2021, 0, 22, 4, 55, 41);
const idsOf = (run: { readonly notes: readonly { readonly id: string }[] }) => run.notes.map(({ id }) => id);

it('derives times from runtimes and dependencies, and says so', async () => {
  const run = await runWith(wfFormat, instanceOf(diamond));
  expect(runSchema.parse(run)).toEqual(run);
  expect(run).toMatchObject({
    id: 'montage-20210122T045541Z-0@2021-01-22T04:55:41Z',
    workflowId: 'montage',
    status: 'completed',
    startMs: executedMs,
    endMs: executedMs + 10_500,
    metrics: { makespanMs: 100_000 },
    context: { runtimeSystem: 'Pegasus', runtimeSystemVersion: '5.0', machines: 1 },
  });
  expect(run.executions.map(({ id, startMs, endMs }) => [id, startMs - executedMs, (endMs ?? 0) - startMs])).toEqual([
    ['add_ID4', 6000, 4500],
    ['diff_ID3', 5000, 1000],
    ['project_ID1', 0, 5000],
    ['project_ID2', 0, 2000],
  ]);
  expect(run.notes).toEqual([
    {
      id: 'ingest/derived-times',
      severity: 'info',
      message:
        'Start and end of 4 tasks are derived, not observed: each starts when the last of its parents has ended and takes its recorded runtime, as if there were machines for all. This schedule takes 10.5 s; the recorded makespan is 1 min 40 s.',
      executionIds: [],
    },
  ]);
});

it('calls the tasks of one step its items', async () => {
  const { executions } = await runWith(wfFormat, instanceOf(diamond));
  expect(executions.map(({ stepId, item }) => [stepId, item])).toEqual([
    ['add', ''],
    ['diff', ''],
    ['project', 'ID1'],
    ['project', 'ID2'],
  ]);
});

it('gives what is declared between tasks as edges, and what holds for whole steps as a definition', async () => {
  const { edges, definition } = await runWith(wfFormat, instanceOf(diamond));
  expect(edges.map(({ from, to, origin }) => `${from} ${origin} ${to}`)).toEqual([
    'diff_ID3 declared add_ID4',
    'project_ID2 declared add_ID4',
    'project_ID1 declared diff_ID3',
    'project_ID2 declared diff_ID3',
  ]);
  // One of the two projects only is needed by "add".
  expect(definition?.steps.map(({ id, dependencies }) => [id, dependencies.map(({ on }) => on)])).toEqual([
    ['add', ['diff']],
    ['diff', ['project']],
    ['project', []],
  ]);
});

it('keeps what was measured, with the unit in the name, and all else as attributes', async () => {
  const record = {
    avgCPU: 171.5,
    memoryInBytes: 2 ** 21,
    coreCount: 4,
    readBytes: 2 ** 20,
    writtenBytes: 0,
    energyInKWh: 0.5,
    avgPowerInW: 90,
    priority: 20,
    machines: ['worker-1'],
    command: { program: 'project', arguments: ['-X'] },
    __proto__: null,
  };
  const { executions } = await runWith(wfFormat, instanceOf({ project_ID1: { record } }));
  expect(executions[0]).toMatchObject({
    metrics: { cpuPercent: 171.5, memoryMiB: 2, cpuCores: 4, readMiB: 1, writtenMiB: 0, energyKWh: 0.5, powerW: 90 },
    attributes: { priority: 20, machines: ['worker-1'], command: { program: 'project', arguments: ['-X'] } },
  });
});

it('reads tasks that hold both plan and execution, as before version 1.5', async () => {
  const tasks = [
    { name: 'project_ID1', type: 'compute', runtime: 5, memory: 1049, cores: 2, parents: [], files: [] },
    { name: 'add_ID2', type: 'compute', runtime: 1, machine: 'w', parents: ['project_ID1'], category: 'add' },
  ];
  for (const field of ['jobs', 'tasks']) {
    const workflow = { executedAt: '20210122T045541+0000', makespan: 9, machines: [], [field]: tasks };
    const run = await runWith(wfFormat, { name: 'montage', schemaVersion: '1.3', wms: { name: 'Pegasus' }, workflow });
    expect(run).toMatchObject({ startMs: executedMs, endMs: executedMs + 6000, metrics: { makespanMs: 9000 } });
    expect(run.context).toMatchObject({ runtimeSystem: 'Pegasus' });
    expect(run.executions.map(({ stepId, metrics }) => [stepId, metrics])).toEqual([
      ['add', {}],
      ['project', { cpuCores: 2, memoryMiB: expect.closeTo(1.0004, 3) }],
    ]);
    expect(run.edges).toHaveLength(1);
    expect(idsOf(run)).toEqual(['ingest/derived-times']);
  }
});

it('follows parents that are named instead of identified', async () => {
  const tasks = [
    { name: 'a', id: 'ID1', runtimeInSeconds: 1, parents: [] },
    { name: 'b', id: 'ID2', runtimeInSeconds: 1, parents: ['a'] },
  ];
  const { edges } = await runWith(wfFormat, { name: 'x', schemaVersion: '1.4', workflow: { tasks } });
  expect(edges).toEqual([{ from: 'ID1', to: 'ID2', origin: 'declared', kind: 'needs' }]);
});

it.for([
  ['12-20-20T07:34:37Z', Date.UTC(2020, 11, 20, 7, 34, 37), []],
  ['2023-03-28T13:10:49-10:00', Date.UTC(2023, 2, 28, 23, 10, 49), []],
  ['yesterday', Date.UTC(2021, 0, 22, 5, 14, 28, 693.084), ['ingest/unknown-start']],
] as const)('starts the run when it was executed: %s', async ([executedAt, startMs, notes]) => {
  const run = await runWith(wfFormat, instanceOf({ a: {} }, { executedAt }));
  expect(run.startMs).toBeCloseTo(startMs, 0);
  expect(idsOf(run)).toEqual(['ingest/derived-times', ...notes]);
});

it('reports known defects of recorders', async () => {
  const run = await runWith(
    wfFormat,
    instanceOf({
      cached_ID1: { runtime: 0, record: { memoryInBytes: 5000 } },
      broken_ID2: { runtime: -3 },
      asymmetric_ID3: { parents: ['cached_ID1'], task: { children: ['cached_ID1'] } },
    }),
  );
  expect(run.notes.map(({ id, message }) => [id, message.slice(0, 40)])).toEqual([
    ['ingest/derived-times', expect.any(String)],
    ['ingest/missing-runtimes', '1 of 3 tasks have no usable runtime and '],
    ['ingest/zero-runtimes', '1 of 3 tasks have a runtime of 0: they w'],
    ['ingest/dependency-cycle', '2 of 3 tasks need each other in a circle'],
    ['ingest/one-sided-dependencies', '1 of 2 dependencies are named by one of '],
    ['ingest/small-memory', expect.stringContaining('No task used as much as 1 MiB')],
  ]);
});

it('keeps every task that has an id, and counts the others', async () => {
  const instance = instanceOf(diamond);
  const { specification, execution } = instance.workflow;
  const run = await runWith(wfFormat, {
    ...instance,
    workflow: {
      specification: {
        tasks: [
          ...specification.tasks,
          specification.tasks[0],
          {},
          7,
          { id: 'planned', parents: ['add_ID4', 'nowhere'] },
        ],
      },
      execution: { ...execution, tasks: [...execution.tasks, { id: 'unplanned', runtimeInSeconds: 1 }, null] },
    },
  });
  expect(run.executions).toHaveLength(6);
  expect(run.executions.find(({ id }) => id === 'planned')).toMatchObject({
    status: 'pending',
    startMs: executedMs + 10_500,
  });
  expect(run.notes.slice(1).map(({ message }) => message)).toEqual([
    '1 of 6 tasks have no record of an execution and are taken as not begun.',
    '1 of 6 tasks are not in the specification: what they needed is not known.',
    '1 of 6 dependencies are named by one of their two tasks only; they were kept.',
    '1 of 8 tasks of the specification repeat an id and were merged.',
    '3 of 14 records of tasks have no id and were left out.',
  ]);
  expect(viewOf(run).repairs).toMatchObject([{ kind: 'unknown-edge-end', edge: { from: 'nowhere', to: 'planned' } }]);
});

it('takes "__proto__" for a task like any other', async () => {
  const run = await runWith(
    wfFormat,
    JSON.stringify(instanceOf({ a: { parents: ['P'] } }))
      .replaceAll('"P"', '"__proto__"')
      .replace(
        '"tasks":[{',
        '"tasks":[{"name":"__proto__","id":"__proto__","parents":[],"children":["a"],"__proto__":1},{',
      ),
  );
  expect(run.executions.map(({ id }) => id)).toEqual(['__proto__', 'a']);
  expect(JSON.stringify(run.executions[0]?.attributes)).toBe('{"__proto__":1}');
});

const shuffledTasks = fc
  .array(fc.record({ runtime: fc.integer({ min: 0, max: 9 }), needs: fc.array(fc.nat(7), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .chain((tasks) => {
    const drawn = tasks.map(({ runtime, needs }, at): readonly [string, Drawn] => [
      `task_ID${at}`,
      { runtime, parents: [...new Set(needs)].filter((need) => need < at).map((need) => `task_ID${need}`) },
    ]);
    return fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length }));
  });

it('does not mind the order of tasks', async () => {
  await fc.assert(
    fc.asyncProperty(shuffledTasks, async ([tasks, shuffled]) => {
      const [run, other] = [tasks, shuffled].map((drawn) => runWith(wfFormat, instanceOf(Object.fromEntries(drawn))));
      expect(await other).toEqual(await run);
    }),
    { numRuns: 50 },
  );
});

it('gives a run whose critical path is all of the derived schedule', async () => {
  await fc.assert(
    fc.asyncProperty(shuffledTasks, async ([tasks]) => {
      const run = await runWith(wfFormat, instanceOf(Object.fromEntries(tasks)));
      const view = viewOf(run, run.definition);
      const { fromNs, toNs } = criticalPath(view);
      expect(fromNs.reduce((sum, from, at) => sum + (toNs[at] ?? from) - from, 0)).toBe(view.untilNs - view.fromNs);
      expect(view.untilNs).toBe(Math.round(((run.endMs ?? 0) - run.startMs) * 1e6));
    }),
    { numRuns: 50 },
  );
});

it('reads a list, and one instance per line', async () => {
  const instance = instanceOf(diamond);
  expect((await readWith(wfFormat, JSON.stringify([instance, instance]))).runs).toHaveLength(2);
  const lines = [instance, { workflow: {} }, instance].map((one) => JSON.stringify(one)).join('\n');
  const { runs, problems } = await readWith(wfFormat, lines);
  expect(runs).toHaveLength(2);
  expect(problems.map(({ message }) => message)).toEqual([
    'Cannot read "input": line 2 has no "workflow.specification" and no "workflow.tasks".',
  ]);
});

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

it.for([
  ['no workflow', {}, 'FAULTLINE_INVALID_INPUT', 'line 1 has no "workflow".'],
  ['an empty list', [], 'FAULTLINE_INVALID_INPUT', 'its list has no instances.'],
  ['a number', 7, 'FAULTLINE_INVALID_INPUT', 'has no "workflow".'],
  ['no tasks', instanceOf({}), 'FAULTLINE_INVALID_INPUT', 'line 1 has no tasks.'],
  [
    'a specification alone',
    { name: 'x', workflow: { specification: { tasks: [] } } },
    'FAULTLINE_INVALID_INPUT',
    'is a workflow that was not executed',
  ],
  [
    'tasks that are no list',
    { name: 'x', workflow: { specification: { tasks: {} }, execution: { tasks: [] } } },
    'FAULTLINE_INVALID_INPUT',
    'has no list "workflow.specification.tasks".',
  ],
  [
    'a value of 65 levels',
    instanceOf({ a: { record: { command: nested(65) } } }),
    'FAULTLINE_TOO_DEEP',
    'a field of the task "a" at line 1',
  ],
] as const)('refuses %s', async ([_name, document, code, message]) => {
  await expect(readWith(wfFormat, JSON.stringify(document))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

it('refuses what is cut off', async () => {
  await expect(readWith(wfFormat, JSON.stringify(instanceOf(diamond)).slice(0, -9))).rejects.toMatchObject({
    code: 'FAULTLINE_TRUNCATED',
  });
});

it('gives valid runs or one refusal, whatever stands in the place of a value', async () => {
  await fc.assert(
    fc.asyncProperty(mangled(instanceOf(diamond)), async (document) => {
      expect(await endsCleanly(wfFormat, document)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it.for([
  ['{"name":"x","schemaVersion":"1.5","workflow":{"specification":{', 1],
  ['{"name":"x","schemaVersion":"1.3","workflow":{"jobs":[', 1],
  ['{"workflow":{"tasks":[{"runtimeInSeconds":1', 0.8],
  ['{"schemaVersion":1,"workflowId":"w","executions":[', 0],
  ['{"workflow":"x"}', 0],
  ['{"jobs":[{"steps":[{"workflow":{"tasks":[', 0],
  ['<log>', 0],
] as const)('is sure of %j to %d', ([head, certainty]) => {
  expect(wfFormat.recognizes(new TextEncoder().encode(head))).toBe(certainty);
});
