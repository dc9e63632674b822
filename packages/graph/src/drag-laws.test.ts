import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDag } from './arbitrary-dag.test-support.ts';
import { criticalPath } from './critical-path.ts';
import { drag } from './drag.ts';
import { BOUND_BY, eventGraph } from './event-graph.ts';
import { editedWeights, retime, weightsOf, type Weights } from './retime.ts';
import type { TimedDag } from './timed-dag.ts';

const law = (holds: (dag: TimedDag) => void): void => {
  fc.assert(fc.property(arbitraryDag, holds), { numRuns: 5000 });
};
const nodesOf = (dag: TimedDag): number[] => [...dag.startNs.keys()];
/** What happened before the run started is no time of the run. */
const gainOf = (dag: TimedDag, node: number, weights: Weights): number =>
  Math.min(criticalPath(dag).onPathNs[node], dag.untilNs - retime(dag, weights).untilNs);

describe('drag', () => {
  it('is what retiming gains without the execution and all below it', () => {
    law((dag) => {
      const gains = nodesOf(dag).map((node) => gainOf(dag, node, editedWeights(dag, [{ node, factor: 0 }])));
      expect([...drag(dag).dragNs]).toEqual(gains);
    });
  });

  it('of its own work is what retiming gains without the segments that it can own', () => {
    law((dag) => {
      const gains = nodesOf(dag).map((node) => {
        const weights = weightsOf(dag);
        weights.workNs[node] = 0;
        for (const child of nodesOf(dag)) {
          if (dag.parent[child] === node && delayOf(dag, child) === 'of the parent') weights.delayNs[child] = 0;
        }
        return gainOf(dag, node, weights);
      });
      expect([...drag(dag).selfDragNs]).toEqual(gains);
    });
  });

  it('of a wait is what retiming gains without it', () => {
    law((dag) => {
      const gains = nodesOf(dag).map((node) => {
        const weights = weightsOf(dag);
        if (delayOf(dag, node) === 'its own') weights.delayNs[node] = 0;
        return gainOf(dag, node, weights);
      });
      expect([...drag(dag).waitDragNs]).toEqual(gains);
    });
  });

  it('lies between what any shortening gains and the time on the path', () => {
    law((dag) => {
      const { onPathNs, isOnPath } = criticalPath(dag);
      const { dragNs, selfDragNs } = drag(dag);
      for (const node of nodesOf(dag)) {
        const shortened = gainOf(dag, node, editedWeights(dag, [{ node, factor: 0.5 }]));
        expect(shortened).toBeLessThanOrEqual(dragNs[node]);
        expect(selfDragNs[node]).toBeLessThanOrEqual(dragNs[node]);
        expect(dragNs[node]).toBeLessThanOrEqual(onPathNs[node]);
        expect(isOnPath[node] === 1 || dragNs[node] === 0).toBe(true);
      }
    });
  });
});

/** Whose the time before a start is. */
function delayOf(dag: TimedDag, node: number): 'its own' | 'of the parent' | 'of nobody' {
  const { boundBy, numbers } = eventGraph(dag);
  const bound = boundBy[numbers.start[node]];
  if (bound === BOUND_BY.nothing) return 'of nobody';
  const isOwn = bound === BOUND_BY.recorded || dag.isPlanned[dag.parent[node] + 1] === 1;
  return isOwn && node < dag.executionCount ? 'its own' : 'of the parent';
}
