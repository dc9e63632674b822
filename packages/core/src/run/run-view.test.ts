import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPath, slack } from '@faultline/graph';
import { runSchema, type Run, type WorkflowDefinition } from '@faultline/model';
import { arbitraryRun, executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { defineWorkflow } from '../plugin/define-workflow.ts';
import { viewOf, type RunView } from './run-view.ts';

const executionIds = ({ executions }: RunView): string[] => executions.map(({ id }) => id);
const parentIds = ({ executions, parent }: RunView): (string | undefined)[] =>
  executions.map((_, node) => executions[parent[node]]?.id);

describe('the order of executions', () => {
  it('is by start, then end, then id; an open end comes last', () => {
    const run = runOf([
      { id: 'open', stepId: 's', startMs: 0, status: 'running' },
      { id: 'b', stepId: 's', startMs: 0, endMs: 4, status: 'completed' },
      { id: 'late', stepId: 's', startMs: 1, endMs: 1, status: 'completed' },
      { id: 'a', stepId: 's', startMs: 0, endMs: 4, status: 'completed' },
      { id: 'short', stepId: 's', startMs: 0, endMs: 0, status: 'completed' },
    ]);
    expect(executionIds(viewOf(run))).toEqual(['short', 'a', 'b', 'open', 'late']);
  });
  it('numbers the nodes of the graph', () => {
    const view = viewOf(gantt`
      fetch: ==
      parse:   ==
    `);
    expect(view.executions.map((one) => view.nodeOf(one))).toEqual([0, 1]);
    expect(view.nodeOf(executionOf({ id: 'elsewhere' }))).toBe(-1);
    expect([...view.startNs, ...view.endNs]).toEqual([0, 2e6, 2e6, 4e6]);
  });
  it('never shows in what is found: documents in any order give the same view', () => {
    fc.assert(
      fc.property(
        arbitraryRun.chain((run) => fc.tuple(fc.constant(run), shuffled(run))),
        ([run, other]) => {
          expect(comparable(viewOf(other, definition))).toEqual(comparable(viewOf(run, definition)));
        },
      ),
    );
  });
  it('never shows where ids are used twice, parents and edges are unknown, or pairs are known twice', () => {
    fc.assert(
      fc.property(
        faultyRun.chain((run) => fc.tuple(fc.constant(run), shuffled(run))),
        ([run, other]) => {
          expect(comparable(viewOf(other))).toEqual(comparable(viewOf(run)));
        },
      ),
    );
  });
});

const definition: WorkflowDefinition = defineWorkflow({
  id: 'drawn',
  steps: { fetch: {}, parse: { needs: ['fetch'] }, rank: { needs: ['fetch', 'parse'] } },
});

const shuffled = (run: Run): fc.Arbitrary<Run> =>
  fc
    .tuple(
      fc.shuffledSubarray([...run.executions], { minLength: run.executions.length }),
      fc.shuffledSubarray([...run.edges], { minLength: run.edges.length }),
    )
    .map(([executions, edges]) => ({ ...run, executions, edges }));

/** Everything but the functions. */
const comparable = (view: RunView): unknown =>
  Object.fromEntries(Object.entries(view).filter(([, value]) => typeof value !== 'function'));

const fewIds = fc.constantFrom('a', 'b', 'a~2', '__proto__');
const faultyRun = fc
  .record({
    executions: fc.array(
      fc.record({
        id: fewIds,
        stepId: fc.constantFrom('fetch', 'parse'),
        startMs: fc.nat(2),
        endMs: fc.constantFrom(3, 4),
        attempt: fc.constantFrom(1, 2),
        parentId: fc.constantFrom('a', 'b', 'nobody'),
        status: fc.constant('completed' as const),
        metrics: fc.record({ memoryMiB: fc.nat(1) }),
      }),
      { maxLength: 7 },
    ),
    edges: fc.array(
      fc.record({
        from: fewIds,
        to: fewIds,
        origin: fc.constantFrom('explicit' as const, 'dataflow' as const),
        kind: fc.constantFrom('needs' as const, 'retry' as const),
      }),
      { maxLength: 5 },
    ),
  })
  .map((drawn) => runSchema.parse({ id: 'r', workflowId: 'w', status: 'completed', startMs: 0, endMs: 9, ...drawn }));

describe('identity', () => {
  const twice = { stepId: 'fetch', startMs: 0, endMs: 2, status: 'completed' } as const;

  it('takes what was sent twice once, and says so', () => {
    const view = viewOf(runOf([executionOf({ id: 'a' }), executionOf({ id: 'b' }), executionOf({ id: 'a' })]));
    expect(executionIds(view)).toEqual(['a', 'b']);
    expect(view.repairs).toEqual([{ kind: 'repeated', execution: executionOf({ id: 'a' }) }]);
  });
  it('loses nothing where different executions share an id: the later ones in time are renamed', () => {
    const view = viewOf(
      runOf([
        { ...twice, id: 'a', startMs: 1 },
        { ...twice, id: 'a' },
        { ...twice, id: 'a', startMs: 2 },
        { ...twice, id: 'a', startMs: 1 },
      ]),
    );
    expect(view.executions.map(({ id, startMs }) => [id, startMs])).toEqual([
      ['a', 0],
      ['a~2', 1],
      ['a~3', 2],
    ]);
    expect(view.repairs.map((repair) => repair.kind)).toEqual(['duplicate-id', 'repeated', 'duplicate-id']);
    expect(view.repairs).toContainEqual({ kind: 'duplicate-id', execution: view.executions[1], originalId: 'a' });
  });
  it('gives no id that the run already has', () => {
    const view = viewOf(
      runOf([
        { ...twice, id: 'a' },
        { ...twice, id: 'a', startMs: 1 },
        { ...twice, id: 'a~2', startMs: 2 },
      ]),
    );
    expect(view.executions.map(({ id, startMs }) => [id, startMs])).toEqual([
      ['a', 0],
      ['a~3', 1],
      ['a~2', 2],
    ]);
  });
  it('keeps children with the first of those that share an id', () => {
    const view = viewOf(
      runOf([
        { ...twice, id: 'a' },
        { ...twice, id: 'a', startMs: 1 },
        { ...twice, id: 'child', parentId: 'a', startMs: 1, endMs: 2 },
      ]),
    );
    expect(parentIds(view)).toEqual([undefined, undefined, 'a']);
  });
  it('makes roots of executions whose parent is not there', () => {
    const orphan = executionOf({ parentId: 'gone' });
    const view = viewOf(runOf([orphan]));
    expect(parentIds(view)).toEqual([undefined]);
    expect(view.repairs).toEqual([{ kind: 'unknown-parent', execution: orphan }]);
  });
  it.each([
    ['one that calls itself', { a: 'a' }, ['a']],
    ['two that call each other, with a child below', { a: 'b', b: 'a', c: 'a' }, ['a']],
    ['two cycles', { a: 'b', b: 'a', c: 'd', d: 'c' }, ['a', 'c']],
    ['a cycle below which others hang', { a: 'c', b: 'a', c: 'b', d: 'c', e: 'd' }, ['a']],
  ])('cuts %s at its first execution', (_what, parentOf, cut) => {
    const view = viewOf(
      runOf(Object.entries(parentOf).map(([id, parentId]) => ({ ...twice, id, parentId, startMs: 0 }))),
    );
    expect(view.repairs.map((repair) => repair.kind === 'parent-cycle' && repair.execution.id)).toEqual(cut);
    const expected = Object.entries(parentOf).map(([id, parentId]) => (cut.includes(id) ? undefined : parentId));
    expect(parentIds(view)).toEqual(expected);
  });
  it('cuts a cycle of 100,000', () => {
    const length = 100_000;
    const view = viewOf(
      runOf(Array.from({ length }, (_, i) => ({ ...twice, id: String(i), parentId: String((i + 1) % length) }))),
    );
    expect(view.repairs).toHaveLength(1);
    expect(view.parent.filter((parent) => parent < 0)).toHaveLength(1);
  });
  it('leaves out edges to what is not there, and says so', () => {
    const edge = { from: 'fetch', to: 'gone', origin: 'explicit', kind: 'needs' } as const;
    const view = viewOf(runOf([executionOf()], { edges: [edge] }));
    expect([view.dependencies, view.edges.from.length]).toEqual([[], 0]);
    expect(view.repairs).toEqual([{ kind: 'unknown-edge-end', edge }]);
  });
  it('takes "__proto__" and "constructor" for ordinary ids', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const steps = names.map((id, index) => ({ id, dependencies: names.slice(0, index) }));
    const executions = names.map((id, index) => ({
      ...twice,
      id,
      stepId: id,
      startMs: index * 2,
      endMs: index * 2 + 2,
    }));
    const view = viewOf(
      runOf(executions.map((one, index) => ({ ...one, ...(index > 0 && { parentId: '__proto__' }) }))),
      defineWorkflow({ id: 'w', steps: {} }),
    );
    expect(parentIds(view)).toEqual([undefined, '__proto__', '__proto__']);
    expect(names.map((name) => view.executionsOf(name).map(({ id }) => id))).toEqual(names.map((name) => [name]));
    expect(view.executionsOf('valueOf')).toEqual([]);
    const base = defineWorkflow({ id: 'w', steps: { placeholder: {} } }).steps[0];
    const declared = {
      ...defineWorkflow({ id: 'w', steps: {} }),
      steps: steps.map(({ id, dependencies }) => ({
        ...base,
        id,
        dependencies: dependencies.map((on) => ({
          on,
          dependencyType: 'data',
          dataFlow: [],
          criticality: 'normal' as const,
        })),
      })),
    };
    const planned = viewOf(runOf(executions), declared);
    expect(planned.dependencies.map(({ from, to }) => [from, to])).toEqual([
      ['__proto__', 'constructor'],
      ['__proto__', 'toString'],
      ['constructor', 'toString'],
    ]);
    expect(planned.stepOf(planned.executions[0])?.id).toBe('__proto__');
  });
});

describe('ends', () => {
  it('lets an open execution last until the run was last seen', () => {
    const view = viewOf(gantt`
      fetch: ==>
      parse:  ===
    `);
    expect(view.executions.map((one) => view.durationMs(one))).toEqual([4, 3]);
  });
  it('sees an open run until its last sign of life', () => {
    const run = runOf(
      [
        { id: 'a', stepId: 'a', startMs: 0, endMs: 3, status: 'completed' },
        { id: 'b', stepId: 'b', startMs: 5, status: 'running' },
      ],
      { status: 'running' },
    );
    const { endMs: _endMs, ...open } = run;
    const view = viewOf(open);
    expect([view.isOpen, view.untilMs, view.untilNs]).toEqual([true, 5, 5e6]);
    expect(viewOf({ ...open, status: 'completed' }).isOpen).toBe(false);
  });
  it.each(['skipped', 'pending'] as const)('takes no time for what is %s without an end', (status) => {
    const view = viewOf(
      runOf([
        { id: 'a', stepId: 'a', startMs: 0, endMs: 9, status: 'completed' },
        { id: 'b', stepId: 'b', startMs: 2, status },
      ]),
    );
    expect(view.executions.map((one) => view.durationMs(one))).toEqual([9, 0]);
  });
  it('holds an instant after the end of the run, not before its start', () => {
    const view = viewOf(runOf([{ id: 'a', stepId: 'a', startMs: 7, status: 'running' }], { startMs: 0, endMs: 5 }));
    expect(view.durationMs(view.executions[0])).toBe(0);
  });
  it('is exact to the nanosecond, far from the epoch', () => {
    const startMs = 1_700_000_000_000;
    const view = viewOf(
      runOf([{ id: 'a', stepId: 'a', startMs: startMs + 0.25, endMs: startMs + 0.5, status: 'completed' }], {
        startMs,
      }),
    );
    expect([view.startNs[0], view.endNs[0]]).toEqual([250_000, 500_000]);
  });
});

it('views an empty run', () => {
  const view = viewOf(runOf([]), definition);
  expect([view.size, view.executions, view.dependencies, view.repairs, view.failed]).toEqual([0, [], [], [], []]);
  expect(view.isPlanned).toEqual(new Uint8Array(1));
  expect(criticalPath(view).inferredShare).toBe(0);
});

it('lists failures in order of time, and the definition of each step', () => {
  const view = viewOf(
    gantt`
      rank : ....==x
      fetch: ==x
      other:    ==
    `,
    definition,
  );
  expect(view.failed.map(({ id }) => id)).toEqual(['fetch', 'rank']);
  expect(view.executions.map((execution) => view.stepOf(execution)?.id)).toEqual(['fetch', undefined, 'rank']);
});

it('counts a level as planned where each of its executions is a step of the definition', () => {
  const view = viewOf(
    gantt`
      fetch  : ========
        parse:  ==
        llm  :    ==
      parse#2:         =====
        rank :          ==
    `,
    definition,
  );
  // The run, then the children of fetch, parse, llm, parse#2, rank.
  expect([...view.isPlanned]).toEqual([1, 0, 0, 0, 1, 0]);
  expect([...viewOf(gantt`fetch: ==`).isPlanned]).toEqual([0, 0]);
});

it('leaves the private parts where they are: rules may need the subject', () => {
  expect(viewOf(runOf([], { subjectId: 'subject' })).subjectId).toBe('subject');
  expect(viewOf(runOf([]))).not.toHaveProperty('subjectId');
});

describe('large runs', () => {
  const completed = {
    stepId: 's',
    type: 'task',
    item: '',
    attempt: 1,
    isAsync: false,
    status: 'completed',
    metrics: {},
  } as const;
  const run = runOf([]);

  it('nests 100,000 deep', () => {
    const length = 100_000;
    const executions = Array.from({ length }, (_, i) => ({
      ...completed,
      id: String(i),
      item: String(i),
      startMs: 0,
      endMs: length,
      ...(i > 0 && { parentId: String(i - 1) }),
    }));
    const view = viewOf({ ...run, endMs: length, executions });
    expect(criticalPath(view).isOnPath).toHaveLength(length);
    expect(slack(view)).toBeDefined();
  });
  it('lies flat with 500,000', () => {
    const executions = Array.from({ length: 500_000 }, (_, i) => ({
      ...completed,
      id: String(i),
      item: String(i),
      startMs: i % 1000,
      endMs: (i % 1000) + 1,
    }));
    expect(viewOf({ ...run, endMs: 1001, executions }).executions).toHaveLength(500_000);
  });
  it('renames 100,000 with one id', () => {
    const executions = Array.from({ length: 100_000 }, (_, i) => ({
      ...completed,
      id: 'same',
      startMs: i,
      endMs: i + 1,
    }));
    expect(viewOf({ ...run, executions }).executions.at(-1)?.id).toBe('same~100000');
  });
});
