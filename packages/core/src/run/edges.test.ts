import { describe, expect, it } from 'vitest';
import type { WorkflowDefinition } from '@faultline/model';
import { gantt, runOf } from '@faultline/plugin-testkit';
import { defineWorkflow } from '../plugin/define-workflow.ts';
import { viewOf, type RunView } from './run-view.ts';

const drawn = ({ dependencies }: RunView): string[] =>
  dependencies.map(({ from, to, origin, kind }) => `${from} > ${to} ${origin}${kind === 'retry' ? ' retry' : ''}`);

const pair: WorkflowDefinition = defineWorkflow({ id: 'w', steps: { fetch: {}, parse: { needs: ['fetch'] } } });

describe('retries', () => {
  it('join the attempts of an item, in order of their numbers', () => {
    const view = viewOf(gantt`
      fetch[a]#3:     ==
      fetch[a]  : =x
      fetch[b]  : =x
      fetch[a]#2:   =x
      fetch[b]#2:     ==
    `);
    expect(drawn(view)).toEqual([
      'fetch[a] > fetch[a]#2 explicit retry',
      'fetch[a]#2 > fetch[a]#3 explicit retry',
      'fetch[b] > fetch[b]#2 explicit retry',
    ]);
  });
  it('are no retries where numbers are equal: loop rounds that nobody told apart', () => {
    const round = { stepId: 'fetch', status: 'completed' } as const;
    const view = viewOf(
      runOf([
        { ...round, id: 'a', startMs: 0, endMs: 1 },
        { ...round, id: 'b', startMs: 1, endMs: 2 },
      ]),
    );
    expect(drawn(view)).toEqual([]);
  });
  it('stay retries where telemetry recorded the same pair as a need', () => {
    const view = viewOf(gantt`
      fetch  : =x
      fetch#2:   ==  <- fetch#1
    `);
    expect(drawn(view)).toEqual(['fetch > fetch#2 explicit retry']);
  });
});

const many = (stepId: string, startMs: number) =>
  Array.from({ length: 200 }, (_, index) => ({
    id: `${stepId}${index}`,
    stepId,
    item: `${stepId}${index}`,
    startMs,
    endMs: startMs + 1 + index,
    status: 'completed' as const,
  }));

describe('declared dependencies', () => {
  it('run from the last attempt of the dependency to the first of the dependant', () => {
    const view = viewOf(
      gantt`
        fetch  : =x
        fetch#2:   ==
        parse  :     =x
        parse#2:       ==
      `,
      pair,
    );
    expect(drawn(view)).toEqual([
      'fetch > fetch#2 explicit retry',
      'fetch#2 > parse declared',
      'parse > parse#2 explicit retry',
    ]);
  });
  it('pair items where both steps ran for the same ones', () => {
    const view = viewOf(
      gantt`
        fetch[a]: ==
        fetch[b]: ===
        parse[a]:    ==
        parse[b]:    ===
      `,
      pair,
    );
    expect(drawn(view)).toEqual(['fetch[a] > parse[a] declared', 'fetch[b] > parse[b] declared']);
  });
  it('gather all items where the dependant has others', () => {
    const view = viewOf(
      gantt`
        fetch[a]: ==
        fetch[b]: ===
        parse   :    ==
      `,
      pair,
    );
    expect(drawn(view)).toEqual(['fetch[a] > parse declared', 'fetch[b] > parse declared']);
  });
  it('say nothing about steps that did not run', () => {
    expect(drawn(viewOf(gantt`parse: ==`, pair))).toEqual([]);
    expect(drawn(viewOf(gantt`fetch: ==`, pair))).toEqual([]);
  });
  it('pass a barrier between many and many: N + M edges through one virtual node', () => {
    const view = viewOf(runOf([...many('fetch', 0), ...many('parse', 300)]), pair);
    expect([view.executionCount, view.size, view.edges.from.length, view.dependencies]).toEqual([400, 401, 400, []]);
    expect(view.joins).toEqual([
      {
        from: expect.objectContaining({ length: 200 }) as unknown,
        to: expect.objectContaining({ length: 200 }) as unknown,
        origin: 'declared',
      },
    ]);
    // The join takes no time, at the end of the last dependency.
    expect([view.startNs[400], view.endNs[400], view.parent[400]]).toEqual([200e6, 200e6, -1]);
  });
});

describe('a pair that is known twice', () => {
  it('keeps its most trusted origin', () => {
    const run = gantt`
      fetch: ==
      parse:   ==  <dataflow- fetch
      rank :     ==  <~ parse
    `;
    const recorded = [...run.edges, { from: 'parse', to: 'rank', origin: 'framework', kind: 'needs' } as const];
    const view = viewOf({ ...run, edges: recorded }, pair);
    expect(drawn(view)).toEqual(['fetch > parse declared', 'parse > rank framework']);
  });
  it('is not the pair in the other direction', () => {
    const run = gantt`
      fetch: ==  <- parse
      parse: ==  <- fetch
    `;
    expect(drawn(viewOf(run))).toEqual(['parse > fetch explicit', 'fetch > parse explicit']);
  });
});

it('keeps an edge to itself: the graph lists it among those it leaves out', () => {
  expect(drawn(viewOf(gantt`fetch: ==  <- fetch`))).toEqual(['fetch > fetch explicit']);
});

describe('recorded joins', () => {
  const batch = [...many('map', 0), ...many('check', 500)];
  const idsOf = (stepId: string) => batch.filter((execution) => execution.stepId === stepId).map(({ id }) => id);
  const barrier = { from: idsOf('map'), to: idsOf('check'), origin: 'framework' } as const;

  it('keep a batch of 200 x 200 as one virtual join of 400 edges', () => {
    const view = viewOf({ ...runOf(batch), joins: [barrier] });
    expect([view.dependencies.length, view.joins, view.edges.to.length]).toEqual([0, [barrier], 400]);
    expect(view.size).toBe(401);
  });
  it('become edges where those are no more', () => {
    const view = viewOf({
      ...runOf([...many('map', 0).slice(0, 2), ...many('check', 500).slice(0, 1)]),
      joins: [{ from: ['map0', 'map1', 'map0'], to: ['check0'], origin: 'framework' }],
    });
    expect(drawn(view)).toEqual(['map0 > check0 framework', 'map1 > check0 framework']);
  });
  it('lose the ends that are not in the run, and say so once for each', () => {
    const view = viewOf({
      ...runOf([...many('map', 0).slice(0, 1), ...many('check', 500).slice(0, 1)]),
      joins: [{ from: ['map0', 'gone'], to: ['check0', 'left'], origin: 'explicit' }],
    });
    expect(drawn(view)).toEqual(['map0 > check0 explicit']);
    expect(view.repairs.map(({ kind }) => kind)).toEqual(['unknown-edge-end', 'unknown-edge-end']);
  });
});
