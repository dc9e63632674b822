import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyOf, viewOf, type RunView } from '@faultline/core';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { arbitraryRun, executionOf, folded, gantt, runOf, testLearner } from '@faultline/plugin-testkit';
import { runSample } from './run-sample.ts';
import { mostSampledExecutions, mostSampledRuns } from './run-sample-state.ts';

const numbered = (count: number, executions = 1): Run[] =>
  Array.from({ length: count }, (_, run) =>
    runOf(
      Array.from({ length: executions }, (__, index) => ({ ...executionOf(), id: `e${index}` })),
      { id: `run-${run}` },
    ),
  );
const sampled = (runs: readonly Run[]) => runSample.view(folded(runSample, runs));
const idsOf = (views: readonly RunView[]): string[] => views.map(({ id }) => id).toSorted();

/** Ids are not kept, what they refer to is. */
function columns(view: RunView) {
  const { size, startNs, endNs, parent, isAsync, isPlanned, untilNs, edges, executions } = view;
  const nodeOf = new Map(executions.map(({ id }, node) => [id, node]));
  const nodesOf = (ids: readonly string[]) => ids.map((id) => nodeOf.get(id));
  return {
    size,
    startNs,
    endNs,
    parent,
    isAsync,
    isPlanned,
    untilNs,
    edges,
    dependencies: view.dependencies.map((edge) => ({ ...edge, from: nodeOf.get(edge.from), to: nodeOf.get(edge.to) })),
    joins: view.joins.map((join) => ({ ...join, from: nodesOf(join.from), to: nodesOf(join.to) })),
  };
}
const definitionOf = (on: readonly string[]) =>
  workflowDefinitionSchema.parse({ id: 'drawn', steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [...on] }] });

testLearner(runSample);
describe('runSample', () => {
  it('keeps every run while there is room, and then a share of them', () => {
    expect(idsOf(sampled(numbered(mostSampledRuns)).runsOf('drawn'))).toEqual(
      numbered(mostSampledRuns)
        .map(({ id }) => id)
        .toSorted(),
    );
    const many = sampled(numbered(1000));
    expect(many.runsOf('drawn')).toHaveLength(mostSampledRuns);
    expect(many.countsOf('drawn')).toEqual({ runs: 1000, tooLarge: 0 });
  });

  it('keeps no more executions than there is room for, and counts runs that are too large', () => {
    const views = sampled(numbered(30, 3000)).runsOf('drawn');
    expect(views).toHaveLength(Math.floor(mostSampledExecutions / 3000));
    const both = sampled([...numbered(3, 4001), ...numbered(2, 4000)]);
    expect(both.countsOf('drawn')).toEqual({ runs: 2, tooLarge: 3 });
    expect(both.runsOf('drawn')).toHaveLength(2);
  });

  it('gives runs with the columns, edges and repairs of those it learned', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const definition = workflowDefinitionSchema.parse({
          id: 'drawn',
          steps: [{ id: 'fetch' }, { id: 'parse', dependencies: ['fetch'] }, { id: 'rank', dependencies: ['parse'] }],
        });
        const before = viewOf(run, definition);
        const state = runSample.add(runSample.empty(), before);
        const [after] = runSample.view(state).runsOf('drawn', definition);
        expect(after && columns(after)).toEqual(columns(before));
      }),
    );
  });

  it('holds nothing of what runs were about', () => {
    const secret = 'secret';
    const run = runOf(
      [
        {
          ...executionOf({
            status: 'failed',
            error: { type: `TimeoutError: ${secret}`, message: secret, stack: secret },
          }),
          id: `map[${secret}]`,
          item: secret,
          clock: secret,
          parentId: secret,
          input: { secret },
          output: secret,
          attributes: { secret },
          dependenciesResolved: [],
          metrics: { memoryMiB: 512 },
        },
      ],
      {
        subjectId: secret,
        context: { region: secret },
        notes: [{ id: 'ingest/a', severity: 'info', message: secret }],
      },
    );
    const state = folded(runSample, [run]);
    expect(JSON.stringify(state)).not.toContain(secret);
    const [view] = runSample.view(state).runsOf('drawn');
    expect(view?.executions).toMatchObject([{ error: { type: 'timeout' }, metrics: { memoryMiB: 512 } }]);
  });

  it('keeps which executions were of one item and of one clock', () => {
    const executions = [
      { ...executionOf({ stepId: 'map', item: 'MRN-4711', clock: 'b' }), id: 'a' },
      { ...executionOf({ stepId: 'map', item: 'MRN-17', clock: 'a', startMs: 1, endMs: 2 }), id: 'b' },
      { ...executionOf({ stepId: 'store', item: 'MRN-4711', clock: 'a', startMs: 2, endMs: 3 }), id: 'c' },
      { ...executionOf({ stepId: 'end', clock: 'a', startMs: 3, endMs: 4 }), id: 'd' },
    ];
    const [view] = sampled([runOf(executions)]).runsOf('drawn');
    expect(view?.executions.map(({ stepId, item, clock }) => [stepId, item, clock])).toEqual([
      ['map', '1', '1'],
      ['map', '0', '0'],
      ['store', '1', '0'],
      ['end', '', '0'],
    ]);
  });

  it('keeps workflows apart, whatever they are called, and leaves out runs that have not ended', () => {
    const view = sampled([
      runOf([executionOf()], { id: 'a', workflowId: '__proto__' }),
      runOf([executionOf()], { id: 'b' }),
      runOf([executionOf()], { id: 'c', status: 'running' }),
    ]);
    expect(idsOf(view.runsOf('__proto__'))).toEqual(['a']);
    expect(idsOf(view.runsOf('drawn'))).toEqual(['b']);
    expect(view.runsOf('constructor')).toEqual([]);
  });

  it('makes views once for equal definitions, and takes declared dependencies from the one that is given', () => {
    const run = gantt`
      fetch: ==
      parse:   ==
    `;
    const view = runSample.view(runSample.add(runSample.empty(), viewOf(run, definitionOf(['fetch']))));
    expect(view.runsOf('drawn', definitionOf([]))[0]?.dependencies).toEqual([]);
    expect(view.runsOf('drawn')[0]?.dependencies).toHaveLength(1);
    expect(view.runsOf('drawn', definitionOf(['fetch']))).toBe(view.runsOf('drawn', definitionOf(['fetch'])));
  });

  it('makes views for the schedule that is asked for, once for equal ones', () => {
    const view = sampled(numbered(2));
    const detached = view.runsOf('drawn', undefined, { overflow: 'detach' });
    expect(detached.map(({ options }) => options)).toEqual([{ overflow: 'detach' }, { overflow: 'detach' }]);
    expect(view.runsOf('drawn', undefined, { overflow: 'detach' })).toBe(detached);
    expect(view.runsOf('drawn')[0]?.options).toBeUndefined();
  });

  it('is read by the engine from what was stored', () => {
    const state: unknown = JSON.parse(JSON.stringify(folded(runSample, numbered(3))));
    const { views } = historyOf([runSample], { 'runs/sample': { version: runSample.version, state } });
    expect(views.get('runs/sample')).toBeDefined();
  });
});
