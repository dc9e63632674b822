import { viewOf } from '@faultline/core';
import { criticalPath, retime, weightsOf, type TimedDag } from '@faultline/graph';
import { arbitraryRun } from '@faultline/plugin-testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pool } from './pool.ts';
import { replay, type ReplayOptions } from './replay.ts';
import { arbitraryTasks, byNode, dagOfTasks, type TaskGraph } from './task-graph.test-support.ts';

const workers = (dag: TimedDag, capacity: number): Pool => ({ capacity, demand: new Float64Array(dag.size).fill(1) });
const makespan = (tasks: TaskGraph, capacity: number, options: ReplayOptions = {}): number => {
  const { dag } = dagOfTasks(tasks);
  return replay(dag, weightsOf(dag), [workers(dag, capacity)], options).untilNs;
};
/** Tasks served by their number. */
const listMakespan = (tasks: TaskGraph, capacity: number): number =>
  makespan(tasks, capacity, { rank: byNode(dagOfTasks(tasks).nodeOf, [...tasks.durationsNs.keys()]) });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('with pools large enough', () => {
  it('times are those of retime, on nested runs with edges across levels', () => {
    fc.assert(
      fc.property(arbitraryRun, fc.infiniteStream(fc.integer({ min: 0, max: 9e6 })), (run, changes) => {
        const dag = viewOf(run);
        const { delayNs, workNs } = weightsOf(dag);
        for (let node = 0; node < dag.size; node++) workNs[node] += changes.next().value;
        const enough: Pool = { capacity: dag.size, demand: new Float64Array(dag.size).fill(1) };
        const { startNs, endNs, untilNs, poolWaitNs, stalled } = replay(dag, { delayNs, workNs }, [enough]);
        expect({ startNs, endNs, untilNs }).toEqual(retime(dag, { delayNs, workNs }));
        expect(poolWaitNs.every((ns) => ns === 0)).toBe(true);
        expect(stalled).toHaveLength(0);
      }),
      { numRuns: 500 },
    );
  });

  it('and no limit at all, too', () => {
    const { dag } = dagOfTasks({ durationsNs: [3, 4], needs: [[0, 1]] });
    expect(replay(dag, weightsOf(dag), [workers(dag, Infinity)])).toMatchObject({ untilNs: 7 });
    expect(replay(dag, weightsOf(dag), [])).toMatchObject({ untilNs: 7 });
  });
});

describe('with limited pools', () => {
  it('the makespan is at least the path, and the work of each pool over its capacity', () => {
    const demands = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(
        arbitraryTasks(12),
        fc.array(fc.record({ demand: demands, capacity: fc.integer({ min: 3, max: 6 }) }), { maxLength: 3 }),
        fc.constantFrom('fifo' as const, 'first-fit' as const),
        (tasks, resources, policy) => {
          const { dag, nodeOf } = dagOfTasks(tasks);
          const pools = resources.map(({ demand, capacity }) => ({ capacity, demand: byNode(nodeOf, demand) }));
          const { untilNs, startNs, endNs } = replay(dag, weightsOf(dag), pools, { policy });
          const bounds = resources.map(
            ({ demand, capacity }) => sum(tasks.durationsNs.map((ns, task) => ns * demand[task])) / capacity,
          );
          expect(untilNs).toBeGreaterThanOrEqual(Math.max(dag.untilNs, ...bounds) - 1e-6);
          expect(untilNs).toBeLessThanOrEqual(sum(tasks.durationsNs));
          for (const at of startNs) {
            for (const { capacity, demand } of pools) {
              const holders = [...startNs.keys()].filter((node) => startNs[node] <= at && at < endNs[node]);
              expect(sum(holders.map((node) => demand[node]))).toBeLessThanOrEqual(capacity);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('one worker takes the sum of all durations', () => {
    fc.assert(
      fc.property(arbitraryTasks(12), (tasks) => {
        expect(makespan(tasks, 1)).toBe(sum(tasks.durationsNs));
      }),
    );
  });

  it('independent tasks in a given order never lose by more workers or shorter tasks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        (lengths, capacity) => {
          const { dag } = dagOfTasks({ durationsNs: lengths.map(([ns]) => ns), needs: [] });
          const longer = weightsOf(dag);
          for (const [node, [, more]] of lengths.entries()) longer.workNs[node] += more;
          const until = (weights = weightsOf(dag), count = capacity): number =>
            replay(dag, weights, [workers(dag, count)]).untilNs;
          expect(until()).toBeLessThanOrEqual(until(longer));
          expect(until(weightsOf(dag), capacity + 1)).toBeLessThanOrEqual(until());
        },
      ),
    );
  });

  // R. L. Graham, "Bounds on multiprocessing timing anomalies" (1969): nine tasks on three workers.
  it('more workers, shorter tasks or fewer edges can take longer', () => {
    const graham: TaskGraph = {
      durationsNs: [3, 2, 2, 2, 4, 4, 4, 4, 9],
      needs: [
        [0, 8],
        [3, 4],
        [3, 5],
        [3, 6],
        [3, 7],
      ],
    };
    expect(listMakespan(graham, 3)).toBe(12);
    expect(listMakespan(graham, 4)).toBe(15);
    expect(listMakespan({ ...graham, durationsNs: graham.durationsNs.map((ns) => ns - 1) }, 3)).toBe(13);
    const freer = graham.needs.filter(([from, to]) => from === 0 || to > 5);
    expect(listMakespan({ ...graham, needs: freer }, 3)).toBe(16);
  });
});

/** When tasks that are all ready at once start, by task. */
const startsNs = (
  capacity: number,
  demand: readonly number[],
  options: ReplayOptions = {},
  durationsNs = [5, 4, 2],
) => {
  const { dag, nodeOf } = dagOfTasks({ durationsNs, needs: [] });
  const { startNs, poolWaitNs } = replay(dag, weightsOf(dag), [{ capacity, demand: byNode(nodeOf, demand) }], options);
  const starts = nodeOf.map((node) => startNs[node]);
  expect(nodeOf.map((node) => poolWaitNs[node])).toEqual(starts);
  return starts;
};

describe('those that wait', () => {
  it('are served in order of readiness, then of nodes', () => {
    // Nodes are in order of (start, end): the shortest first.
    expect(startsNs(1, [1, 1, 1])).toEqual([6, 2, 0]);
    const { nodeOf } = dagOfTasks({ durationsNs: [5, 4, 2], needs: [] });
    expect(startsNs(1, [1, 1, 1], { rank: byNode(nodeOf, [0, 1, 2]) })).toEqual([0, 5, 9]);
  });

  it('are not overtaken at a pool they wait for, unless whoever fits may go first', () => {
    expect(startsNs(3, [1, 3, 2])).toEqual([6, 2, 0]);
    expect(startsNs(3, [1, 3, 2], { policy: 'first-fit' })).toEqual([0, 5, 0]);
  });

  it('do not hold up those that wait for something else', () => {
    const { dag, nodeOf } = dagOfTasks({ durationsNs: [5, 4, 2], needs: [] });
    const pools = [
      { capacity: 1, demand: byNode(nodeOf, [1, 1, 0]) },
      { capacity: 1, demand: byNode(nodeOf, [0, 0, 1]) },
    ];
    const { startNs } = replay(dag, weightsOf(dag), pools);
    expect(nodeOf.map((node) => startNs[node])).toEqual([4, 0, 0]);
  });

  it('fit three times 0.1 into 0.3', () => {
    expect(startsNs(0.3, [0.1, 0.1, 0.1])).toEqual([0, 0, 0]);
  });

  it('stall if they ask for more than there is, with all that need them', () => {
    const { dag, nodeOf } = dagOfTasks({ durationsNs: [1, 2, 3], needs: [[1, 2]] });
    const { startNs, endNs, untilNs, stalled } = replay(dag, weightsOf(dag), [
      { capacity: 1, demand: byNode(nodeOf, [1, 2, 1]) },
    ]);
    expect(nodeOf.map((node) => startNs[node])).toEqual([0, Infinity, Infinity]);
    expect(nodeOf.map((node) => endNs[node])).toEqual([1, Infinity, Infinity]);
    expect(untilNs).toBe(Infinity);
    expect(new Set(stalled)).toEqual(new Set([nodeOf[1], nodeOf[2]]));
  });

  it('take and give at one instant', () => {
    // The second is ready when the first ends, and takes no time itself.
    const tasks: TaskGraph = { durationsNs: [2, 1, 3], needs: [[0, 1]] };
    expect(makespan(tasks, 1)).toBe(6);
    const { dag } = dagOfTasks({ durationsNs: [0, 0, 0], needs: [[0, 1]] });
    expect(replay(dag, weightsOf(dag), [workers(dag, 1)]).untilNs).toBe(0);
  });
});

it('callers that keep a worker while they wait for what they called can lock each other out', () => {
  const dag: TimedDag = {
    size: 2,
    executionCount: 2,
    startNs: Float64Array.of(0, 1),
    endNs: Float64Array.of(5, 4),
    parent: Int32Array.of(-1, 0),
    edges: { from: new Uint32Array(), to: new Uint32Array() },
    isAsync: new Uint8Array(2),
    isPlanned: new Uint8Array(3),
    fromNs: 0,
    untilNs: 5,
  };
  expect([...replay(dag, weightsOf(dag), [workers(dag, 1)]).stalled]).toEqual([1]);
  expect(replay(dag, weightsOf(dag), [workers(dag, 2)])).toMatchObject({ untilNs: 5 });
});

it.for([
  { capacity: -1, demand: new Float64Array(1) },
  { capacity: Number.NaN, demand: new Float64Array(1) },
  { capacity: 1, demand: new Float64Array() },
  { capacity: 1, demand: Float64Array.of(-1) },
])('refuses $capacity of $demand', (pool) => {
  const { dag } = dagOfTasks({ durationsNs: [1], needs: [] });
  expect(() => replay(dag, weightsOf(dag), [pool])).toThrow(RangeError);
});

const crowd = (size: number, times: (node: number) => readonly [number, number], untilNs: number): TimedDag => {
  const nodes = Float64Array.from({ length: size }, (_, node) => node);
  return {
    size,
    executionCount: size,
    startNs: nodes.map((node) => times(node)[0]),
    endNs: nodes.map((node) => times(node)[1]),
    parent: new Int32Array(size).fill(-1),
    edges: { from: new Uint32Array(), to: new Uint32Array() },
    isAsync: new Uint8Array(size),
    isPlanned: new Uint8Array(size + 1),
    fromNs: 0,
    untilNs,
  };
};

it('serves a chain of 150,000, then as many at once', () => {
  const half = 150_000;
  const dag = crowd(2 * half, (node) => (node < half ? [node, node + 1] : [half, half + 2]), half + 2);
  expect(criticalPath(dag).toNs.at(-1)).toBe(dag.untilNs);
  expect(replay(dag, weightsOf(dag), [workers(dag, 3)]).untilNs).toBe(half + (2 * half) / 3);
});

it('serves 100,000 who all ask for another amount', () => {
  const size = 100_000;
  const dag = crowd(size, () => [0, 1], 1);
  const demand = dag.startNs.map((_, node) => 1 + node / size);
  expect(replay(dag, weightsOf(dag), [{ capacity: 3, demand }]).untilNs).toBeLessThanOrEqual(size);
});
