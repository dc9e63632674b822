import { viewOf } from '@faultline/core';
import { workflowDefinitionSchema, type Run, type WorkflowDefinitionInput } from '@faultline/model';
import { arbitraryRun, executionOf, gantt, runOf, withExecution } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeChain, failureCauses, failureLinks } from './failure-causes.ts';

const defined = (steps: WorkflowDefinitionInput['steps']) => workflowDefinitionSchema.parse({ id: 'drawn', steps });

/** Ids from an effect to its root, with how each came from the next. */
function chainOf(run: Run, id: string, steps?: WorkflowDefinitionInput['steps']): string {
  const view = viewOf(run, steps && defined(steps));
  const { link } = failureCauses(view);
  const execution = view.executions.find((one) => one.id === id);
  if (execution === undefined) throw new Error(`The run has no "${id}".`);
  const chain = causeChain(view, execution);
  return chain
    .map((one, index) =>
      index === chain.length - 1 ? one.id : `${one.id} ${failureLinks[link[view.nodeOf(one)] ?? 0]}>`,
    )
    .join(' ');
}

describe('a call', () => {
  it('fails because of what it called, that because of its earlier attempt', () => {
    const run = gantt`
      agent     : =========x
        search  :  ==x
        search#2:     ==x
      report    :            /   <- agent
    `;
    expect(chainOf(run, 'report')).toBe('report dependency> agent callee> search#2 attempt> search');
    expect(chainOf(run, 'search')).toBe('search');
  });

  it('fails because of the failure that ended last', () => {
    const run = gantt`
      agent  : ========x
        a    :  ==x
        b    :     ===x
    `;
    expect(chainOf(run, 'agent')).toBe('agent callee> b');
  });

  it('that went on after a failure inside failed of itself, unless it says the same', () => {
    const run = gantt`
      agent  : ========x    { failure: timeout }
        a    :  ==x
        b    :     ===
    `;
    expect(chainOf(run, 'agent')).toBe('agent');
    const same = withExecution(run, 'agent', { error: { type: 'logic_error' } });
    expect(chainOf(same, 'agent')).toBe('agent callee> a');
  });

  it('that gave up cancelled what it had called', () => {
    const run = gantt`
      agent  : ========x
        a    :  =======x    { failure: cancelled }
    `;
    expect(chainOf(run, 'a')).toBe('a caller> agent');
  });

  it('that timed out failed because of what it had waited for, and cancelled the rest', () => {
    const run = gantt`
      agent  : ========x    { failure: timeout }
        a    :  =======x    { failure: cancelled }
        b    :   ======x    { failure: cancelled }
    `;
    expect(chainOf(run, 'agent')).toBe('agent callee> a');
    expect(chainOf(run, 'b')).toBe('b caller> agent callee> a');
  });

  it('that failed cancelled the calls beside it, but not those that were cancelled before', () => {
    const run = gantt`
      a: ===x
      b: ===x      { failure: cancelled }
      c: =====x    { failure: cancelled }
      d: =x        { failure: cancelled }
      e:     ==x   { failure: cancelled }
    `;
    expect(['a', 'b', 'c', 'd', 'e'].map((id) => chainOf(run, id))).toEqual([
      'a',
      'b sibling> a',
      'c sibling> a',
      'd',
      'e',
    ]);
  });

  it('does not fail because of what it did not wait for, or of what was tried again', () => {
    const run = gantt`
      agent  : ========x
        a    :  ==x          { async: true }
        b    :  ==x
        b#2  :     ==
    `;
    expect(chainOf(run, 'agent')).toBe('agent');
  });
});

describe('a step', () => {
  it('is skipped because of the nearest failure it needs, through others that were skipped', () => {
    const run = gantt`
      fetch: ==x
      parse:    /
      rank :     /
    `;
    const steps = [{ id: 'fetch' }, { id: 'parse', dependencies: ['fetch'] }, { id: 'rank', dependencies: ['parse'] }];
    expect(chainOf(run, 'rank', steps)).toBe('rank dependency> parse dependency> fetch');
    expect(chainOf(run, 'rank')).toBe('');
  });

  it('is skipped for no failure where none failed', () => {
    const run = gantt`
      fetch: /
      parse:  /    <- fetch
    `;
    expect(chainOf(run, 'parse')).toBe('');
  });

  it('that failed as missing inputs make fail did so because of its dependency; a timeout did not', () => {
    const run = gantt`
      fetch: ==x
      parse:    ==x  <- fetch  { failure: validation_error }
      mail :    ==x  <- fetch  { failure: timeout }
    `;
    expect(chainOf(run, 'parse')).toBe('parse dependency> fetch');
    expect(chainOf(run, 'mail')).toBe('mail');
  });

  it('timed out because of its dependency where the engine says so', () => {
    const run = runOf([
      executionOf({ id: 'fetch', stepId: 'fetch', status: 'failed' }),
      executionOf({
        id: 'mail',
        stepId: 'mail',
        startMs: 2,
        endMs: 3,
        status: 'failed',
        error: { type: 'timeout' },
        dependenciesFailed: ['fetch'],
      }),
    ]);
    expect(chainOf(run, 'mail')).toBe('mail dependency> fetch');
  });

  it('goes back through a barrier', () => {
    const run = runOf(
      [
        ...['a', 'b', 'c'].map((id) => executionOf({ id, stepId: id, status: id === 'b' ? 'failed' : 'completed' })),
        ...['x', 'y', 'z'].map((id) => executionOf({ id, stepId: id, startMs: 2, endMs: 2, status: 'skipped' })),
      ],
      { joins: [{ from: ['a', 'b', 'c'], to: ['x', 'y', 'z'], origin: 'explicit' }] },
    );
    expect(chainOf(run, 'y')).toBe('y dependency> b');
  });

  it('blames no dependency for an attempt after which one succeeded', () => {
    const run = gantt`
      fetch  : ==x
      parse  :    =x    <- fetch  { failure: data_quality_issue }
      parse#2:      ==
    `;
    expect(chainOf(run, 'parse')).toBe('parse');
    const again = gantt`
      fetch  : ==x
      parse  :    =x    <- fetch  { failure: data_quality_issue }
      parse#2:      =x            { failure: data_quality_issue }
    `;
    expect(chainOf(again, 'parse')).toBe('parse dependency> fetch');
  });

  it('waits for a run that goes on', () => {
    const run = gantt`
      fetch: ==x
      parse:    |    <- fetch  { status: pending }
    `;
    expect(chainOf(run, 'parse')).toBe('parse dependency> fetch');
    expect(chainOf({ ...run, status: 'running' }, 'parse')).toBe('');
  });

  it('needs no origin but time order to be left out', () => {
    const run = gantt`
      fetch: ==x
      parse:    /    <~ fetch
    `;
    expect(chainOf(run, 'parse')).toBe('');
  });
});

describe('failureCauses', () => {
  it('ends every chain at a failure, whatever the run', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const view = viewOf(run);
        const { cause, root, hasFailed } = failureCauses(view);
        const nodes = view.executions.map((_, node) => node);
        expect(nodes.filter((node) => hasFailed[node] === 1 && root[node] === -1)).toEqual([]);
        for (const node of nodes.filter((one) => root[one] !== -1)) {
          const end = root[node] ?? -1;
          expect([hasFailed[end], cause[end], root[end]]).toEqual([1, -1, end]);
        }
        for (const execution of view.executions)
          expect(view.nodeOf(causeChain(view, execution).at(-1) ?? executionOf())).toBe(root[view.nodeOf(execution)]);
      }),
    );
  });

  it('does not depend on the order in which a run is written', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const turned = { ...run, executions: run.executions.toReversed(), edges: run.edges.toReversed() };
        expect(failureCauses(viewOf(turned))).toEqual(failureCauses(viewOf(run)));
      }),
    );
  });

  it('stands a chain of twenty thousand calls', () => {
    const size = 20_000;
    const executions = Array.from({ length: size }, (_, depth) =>
      executionOf({
        id: String(depth),
        stepId: 'call',
        startMs: 0,
        endMs: 1,
        status: 'failed',
        ...(depth > 0 && { parentId: String(depth - 1) }),
      }),
    );
    const view = viewOf(runOf(executions));
    const outermost = view.executions.find(({ id }) => id === '0');
    expect(causeChain(view, outermost!)).toHaveLength(size);
  });
});
