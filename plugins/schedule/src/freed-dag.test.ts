import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { eventGraph, retime, weightsOf, type TimedDag, type Weights } from '@faultline/graph';
import type { Run } from '@faultline/model';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import { freedDag } from './freed-dag.ts';
import { freedEnd } from './freed-end.ts';

const endOf = (run: Run, ...ids: readonly string[]): number => {
  const view = viewOf(run);
  const nodes = new Set(ids.map((id) => view.executions.findIndex((execution) => execution.id === id)));
  const { dag, weights } = freedDag(view, { nodes, droppedEdges: new Set() });
  return retime(dag, weights).untilNs / 1e6;
};

describe('freedDag', () => {
  it('lets an execution start with its caller that only time order held up', () => {
    const run = gantt`
      fetch : ===
      lab   :    ====
      report:        ==
    `;
    expect(endOf(run, 'lab')).toBe(6);
    expect(endOf(run, 'report')).toBe(7);
    expect(endOf(run, 'lab', 'report')).toBe(4);
  });

  it('keeps the time that passed before it while it waited for nobody', () => {
    const run = gantt`
      agent  : ============
        fetch:  ===
        lab  :     . ====
    `;
    expect(endOf(run, 'lab')).toBe(8);
  });

  it('leaves out dropped edges', () => {
    const view = viewOf(gantt`
      fetch: ===
      parse:    ====  <- fetch
      rank :        ==  <- parse
    `);
    const { dag, weights } = freedDag(view, { nodes: new Set([1]), droppedEdges: new Set([0]) });
    expect(retime(dag, weights).untilNs).toBe(6e6);
  });

  it('ends when retiming the freed run says, whichever executions are freed and edges dropped', () => {
    fc.assert(
      fc.property(arbitraryRun, fc.infiniteStream(fc.boolean()), (run, choices) => {
        const view = viewOf(run);
        const { isBlocking } = eventGraph(view).nested;
        const isChosen = (): boolean => choices.next().value as boolean;
        const nodes = new Set([...Array(view.size).keys()].filter((node) => isBlocking[node] === 1 && isChosen()));
        const rows = [...view.edges.to.keys()].filter((row) => nodes.has(view.edges.to[row]) && isChosen());
        const droppedEdges = new Set(rows);
        const { dag, weights } = freedDag(view, { nodes, droppedEdges });
        expect(freedEnd(view, { nodes, droppedEdges })).toBe(retime(dag, weights).untilNs);
      }),
      { numRuns: 1000 },
    );
  });

  it('changes nothing by freeing those that no order held up, whatever the weights', () => {
    fc.assert(
      fc.property(arbitraryRun, fc.infiniteStream(fc.integer({ min: 0, max: 9e6 })), (run, changes) => {
        const view = viewOf(run);
        const { lastEndedBefore } = eventGraph(view).numbers;
        const first = [...Array(view.size).keys()].filter((node) => lastEndedBefore[node] === -1);
        const changed = weightsOf(view);
        for (let node = 0; node < view.size; node++) changed.workNs[node] += changes.next().value as number;
        const { dag, weights } = freedDag(view, { nodes: new Set(first), droppedEdges: new Set() });
        weights.workNs.set(changed.workNs.subarray(0, view.size));
        expect(timesOf(dag, weights, view.size)).toEqual(timesOf(view, changed, view.size));
      }),
      { numRuns: 1000 },
    );
  });
});

const timesOf = (dag: TimedDag, weights: Weights, size: number) => {
  const { startNs, endNs, untilNs } = retime(dag, weights);
  return { startNs: startNs.slice(0, size), endNs: endNs.slice(0, size), untilNs };
};
