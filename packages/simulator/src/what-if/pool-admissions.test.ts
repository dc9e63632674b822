import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf, type RunView } from '@faultline/core';
import { eventGraph, weightsOf } from '@faultline/graph';
import { runOf } from '@faultline/plugin-testkit';
import { replayedEvents } from '../replay.ts';
import { peakDemand } from '../peak-demand.ts';
import { poolAdmissions } from './pool-admissions.ts';
import { firstAskedNs, poolWaits, withoutQueues } from './pool-waits.ts';

/** Who asked, started and ended when, whatever the others did. */
const runWith = (times: readonly (readonly [askedMs: number, startMs: number, endMs: number])[]): RunView =>
  viewOf(
    runOf(
      times.map(([queuedMs, startMs, endMs], at) => ({
        id: `e${at}`,
        stepId: `step${at}`,
        isAsync: true,
        queuedMs,
        startMs,
        endMs,
        status: 'completed',
      })),
    ),
  );

function admissions(run: RunView, capacity: number, demand: readonly number[]): readonly (readonly number[])[] {
  const graph = eventGraph(run);
  const { askedNs, admittedNs } = poolAdmissions(
    graph,
    [{ capacity, demand: Float64Array.from(demand) }],
    Float64Array.from(run.executions, ({ queuedMs = 0 }) => (queuedMs - run.startMs) * 1e6),
  );
  return Array.from(askedNs, (ns, node) => [ns / 1e6, admittedNs[node] / 1e6]);
}

describe('an execution', () => {
  it('is admitted when what it asked for was free, and asked when it did', () => {
    const run = runWith([
      [0, 0, 5],
      [0, 6, 9],
    ]);
    expect(admissions(run, 1, [1, 1])[1]).toEqual([0, 5]);
  });

  it('that never found the pool short asked when it started', () => {
    const run = runWith([
      [0, 0, 5],
      [1, 3, 9],
    ]);
    expect(admissions(run, 2, [1, 1])[1]).toEqual([3, 3]);
  });

  it('that was overtaken by one that took as much did not wait for the pool until that one asked', () => {
    const run = runWith([
      [0, 0, 5],
      [3, 5, 7],
      [1, 7, 9],
    ]);
    expect(admissions(run, 1, [1, 1, 1])[2]).toEqual([3, 7]);
  });

  it('that was overtaken by one that took less waited for the pool all the time', () => {
    const run = runWith([
      [0, 0, 5],
      [3, 3, 7],
      [1, 7, 9],
    ]);
    expect(admissions(run, 2, [1, 1, 2])[2]).toEqual([1, 7]);
  });

  it('holds what it has although it starts later', () => {
    const run = runWith([
      [0, 0, 10],
      [0, 0, 11],
      [5, 12, 20],
      [5, 13, 20],
    ]);
    // The second of two places is free at 11 only: that free at 10 is held by the first.
    expect(admissions(run, 2, [1, 1, 1, 1]).slice(2)).toEqual([
      [5, 10],
      [5, 11],
    ]);
  });
});

it('makes everything end when it did, if served first come, first served', () => {
  const arbitraryTimes = fc
    .record({ askedMs: fc.nat(20), waitMs: fc.nat(9), durationMs: fc.integer({ min: 1, max: 9 }) })
    .map(({ askedMs, waitMs, durationMs }) => {
      const startMs = askedMs + waitMs;
      return [askedMs, startMs, startMs + durationMs] as const;
    });
  fc.assert(
    fc.property(fc.array(arbitraryTimes, { minLength: 1 }), fc.nat(2), (times, more) => {
      const run = runWith(times);
      const graph = eventGraph(run);
      const demand = new Float64Array(run.size).fill(1);
      const pools = [{ capacity: peakDemand(run.startNs, run.endNs, demand) + more, demand }];
      const waits = poolWaits(graph, poolAdmissions(graph, pools, firstAskedNs(run, graph)));
      const weights = withoutQueues(graph, weightsOf(run, graph), new Map(), waits);
      const timeNs = replayedEvents(run, weights, pools, { graph });
      for (const end of graph.numbers.end.subarray(0, run.executionCount))
        expect(timeNs[end]).toBe(graph.observedNs[end]);
    }),
    { numRuns: 1000 },
  );
});
