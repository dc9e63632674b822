import { viewOf } from '@faultline/core';
import { weightsOf, type TimedDag } from '@faultline/graph';
import { arbitraryRun } from '@faultline/plugin-testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listSchedule } from './list-schedule.ts';
import { makespanBounds } from './makespan-bounds.ts';
import { optimalMakespanNs } from './optimal-makespan.test-support.ts';
import type { Pool } from './pool.ts';
import { replay } from './replay.ts';
import { arbitraryTasks, dagOfTasks, type TaskGraph } from './task-graph.test-support.ts';

const workers = (dag: TimedDag, capacity: number): Pool => ({ capacity, demand: new Float64Array(dag.size).fill(1) });
const atMost = (ns: number): number => ns * (1 + 1e-12);

const graphOf = (durationsNs: readonly number[], needs: TaskGraph['needs'] = []): TaskGraph => ({ durationsNs, needs });

describe('the shortest schedule', () => {
  it.for([
    ['two equal halves', graphOf([3, 3, 2, 2, 2]), 2, 6],
    ['one task that is as long as all others', graphOf([5, 3, 2]), 2, 5],
    [
      'a chain, whatever the number of workers',
      graphOf(
        [1, 2, 3],
        [
          [0, 1],
          [1, 2],
        ],
      ),
      3,
      6,
    ],
    ['a task that keeps a worker free for what is needed next', graphOf([1, 1, 4, 1], [[0, 2]]), 2, 5],
  ] as const)('is known for %s', ([, graph, count, expected]) => {
    expect(optimalMakespanNs(graph, count)).toBe(expected);
  });
});

describe('a list schedule', () => {
  it('is at most 2 - 1/P times as long as the shortest one, and within the bounds', () => {
    fc.assert(
      fc.property(arbitraryTasks(8), fc.integer({ min: 1, max: 4 }), (tasks, count) => {
        const { dag } = dagOfTasks(tasks);
        const best = optimalMakespanNs(tasks, count);
        const { lowerNs, upperNs, spanNs, workNs } = makespanBounds(dag, weightsOf(dag), [workers(dag, count)]);
        const { untilNs } = listSchedule(dag, weightsOf(dag), [workers(dag, count)]);
        expect(spanNs).toBe(dag.untilNs);
        expect(workNs).toEqual([tasks.durationsNs.reduce((sum, ns) => sum + ns, 0)]);
        expect(lowerNs).toBeLessThanOrEqual(atMost(best));
        expect(best).toBeLessThanOrEqual(untilNs);
        expect(untilNs).toBeLessThanOrEqual(atMost((2 - 1 / count) * best));
        expect(untilNs).toBeLessThanOrEqual(atMost(upperNs));
        expect(upperNs).toBeCloseTo(workNs[0] / count + (1 - 1 / count) * spanNs, 9);
      }),
      { numRuns: 300 },
    );
  });

  // R. L. Graham (1966): P * (P - 1) tasks of 1, and one of P that is taken last where nothing tells it apart.
  it('takes what leads furthest first, and so the long task', () => {
    const { dag, nodeOf } = dagOfTasks({ durationsNs: [1, 1, 1, 1, 1, 1, 3], needs: [] });
    expect(listSchedule(dag, weightsOf(dag), [workers(dag, 3)]).untilNs).toBe(3);
    const last = Float64Array.from({ length: 7 }, (_, node) => (node === nodeOf[6] ? 1 : 0));
    expect(replay(dag, weightsOf(dag), [workers(dag, 3)], { rank: last }).untilNs).toBe(5);
  });
});

describe('bounds', () => {
  it('hold for runs of any shape, delays and other weights', () => {
    fc.assert(
      fc.property(
        arbitraryRun,
        fc.infiniteStream(fc.integer({ min: 0, max: 9e6 })),
        fc.integer({ min: 1, max: 3 }),
        (run, changes, capacity) => {
          const dag = viewOf(run);
          const weights = weightsOf(dag);
          for (let node = 0; node < dag.size; node++) weights.workNs[node] += changes.next().value;
          const isCaller = Uint8Array.from({ length: dag.size }, (_, node) => Number(dag.parent.includes(node)));
          const demand = Float64Array.from(isCaller, (is, node) => (is === 1 || node >= dag.executionCount ? 0 : 1));
          const { lowerNs, upperNs } = makespanBounds(dag, weights, [{ capacity, demand }]);
          const { untilNs, stalled } = replay(dag, weights, [{ capacity, demand }]);
          expect(stalled).toHaveLength(0);
          expect(lowerNs).toBeLessThanOrEqual(atMost(untilNs - dag.fromNs));
          expect(untilNs - dag.fromNs).toBeLessThanOrEqual(atMost(upperNs));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('without limited pools are the path', () => {
    const { dag } = dagOfTasks({ durationsNs: [2, 3], needs: [[0, 1]] });
    expect(makespanBounds(dag, weightsOf(dag), [])).toEqual({ spanNs: 5, workNs: [], lowerNs: 5, upperNs: 5 });
  });

  it('promise nothing above for several pools, for more than one each, or for callers that hold on', () => {
    const { dag } = dagOfTasks({ durationsNs: [2, 3], needs: [] });
    const pool = workers(dag, 1);
    const two: Pool = { capacity: 2, demand: Float64Array.of(2, 1) };
    expect(makespanBounds(dag, weightsOf(dag), [pool, pool])).toMatchObject({ lowerNs: 5, upperNs: Infinity });
    expect(makespanBounds(dag, weightsOf(dag), [two])).toMatchObject({ lowerNs: 3.5, upperNs: Infinity });
    const nested: TimedDag = { ...dag, parent: Int32Array.of(-1, 0) };
    expect(makespanBounds(nested, weightsOf(nested), [pool]).upperNs).toBe(Infinity);
  });
});
