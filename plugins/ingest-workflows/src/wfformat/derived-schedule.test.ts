import fc from 'fast-check';
import { expect, it } from 'vitest';
import { derivedSchedule } from './derived-schedule.ts';

const scheduleOf = (runtimes: readonly number[], edges: readonly (readonly [from: number, to: number])[]) =>
  derivedSchedule(Float64Array.from(runtimes), {
    from: Uint32Array.from(edges, ([from]) => from),
    to: Uint32Array.from(edges, ([, to]) => to),
  });

it('starts a task when the last of those that it needs has ended', () => {
  const { startMs, endMs, lengthMs, onCycle } = scheduleOf(
    [5, 3, 1, 4],
    [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ],
  );
  expect([...startMs]).toEqual([0, 5, 5, 8]);
  expect([...endMs]).toEqual([5, 8, 6, 12]);
  expect([lengthMs, onCycle]).toEqual([12, 0]);
});

it('has a length of nothing without tasks', () => {
  expect(scheduleOf([], []).lengthMs).toBe(0);
});

it('leaves out what tasks in a circle need of each other, and counts them', () => {
  const { startMs, onCycle } = scheduleOf(
    [1, 2, 3, 4],
    [
      [0, 1],
      [1, 2],
      [2, 1],
      [2, 3],
      [3, 3],
    ],
  );
  expect([...startMs]).toEqual([0, 1, 0, 3]);
  expect(onCycle).toBe(3);
});

it('takes a chain of 100,000 tasks', () => {
  const size = 100_000;
  const edges = Array.from({ length: size - 1 }, (_, at) => [at, at + 1] as const);
  expect(scheduleOf(Array<number>(size).fill(1), edges).lengthMs).toBe(size);
});

const workflows = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    runtimes: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: size, maxLength: size }),
    // From smaller to greater: no circles.
    edges: fc
      .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 })
      .map((pairs) => pairs.filter(([from, to]) => from < to)),
  }),
);

it('is as long as the longest path', () => {
  fc.assert(
    fc.property(workflows, ({ runtimes, edges }) => {
      // Longest path that ends in each task, by trying every predecessor in order of number.
      const longest: number[] = [];
      for (const [node, runtime] of runtimes.entries())
        longest.push(
          runtime + Math.max(0, ...edges.filter(([, to]) => to === node).map(([from]) => longest[from] ?? 0)),
        );
      const { endMs, lengthMs } = scheduleOf(runtimes, edges);
      expect([...endMs]).toEqual(longest);
      expect(lengthMs).toBe(Math.max(...longest));
    }),
  );
});
