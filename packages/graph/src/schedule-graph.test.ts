import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryDag, dagOf } from './arbitrary-dag.test-support.ts';
import { eventGraph, scheduleGraph, type EventGraph } from './event-graph.ts';
import { eventTimes } from './event-times.ts';
import { eventWeights, weightsOf } from './retime.ts';

it('has two events for each of those that follow one another', () => {
  const { dag } = dagOf([
    { id: 'a', startNs: 0, endNs: 2 },
    { id: 'b', startNs: 2, endNs: 5 },
    { id: 'c', startNs: 6, endNs: 8 },
  ]);
  expect([scheduleGraph(dag).numbers.count, eventGraph(dag).numbers.count]).toEqual([8, 10]);
});

it('has one running maximum for all that wait for the same', () => {
  const { dag } = dagOf([
    { id: 'a', startNs: 0, endNs: 2 },
    { id: 'b', startNs: 0, endNs: 3 },
    { id: 'c', startNs: 4, endNs: 8 },
    { id: 'd', startNs: 4, endNs: 9 },
  ]);
  expect([scheduleGraph(dag).numbers.count, eventGraph(dag).numbers.count]).toEqual([11, 13]);
});

it('agrees with the graph that has all running maxima, as observed and under other weights', () => {
  fc.assert(
    fc.property(arbitraryDag, fc.array(fc.nat(9), { minLength: 24, maxLength: 24 }), (dag, addedNs) => {
      const times = (graph: EventGraph): number[][] => {
        const weights = weightsOf(dag, graph);
        for (let node = 0; node < dag.size; node++) {
          weights.delayNs[node] += addedNs[(2 * node) % 24];
          weights.workNs[node] += addedNs[(2 * node + 1) % 24];
        }
        const timeNs = eventTimes(graph, eventWeights(graph, weights), dag.fromNs);
        const { start, end } = graph.numbers;
        return [...start, ...end].map((event) => [graph.observedNs[event], graph.boundBy[event], timeNs[event]]);
      };
      expect(times(scheduleGraph(dag))).toEqual(times(eventGraph(dag)));
    }),
    { numRuns: 1000 },
  );
});
