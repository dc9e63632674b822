import type { TaskGraph } from './task-graph.test-support.ts';

/**
 * The shortest makespan on a number of workers, by trying every order in which the tasks can start: O(n!), for up to
 * eight tasks. Taken in the order in which a best schedule starts them, each on the worker that is free first, no task
 * starts later than there.
 */
export function optimalMakespanNs({ durationsNs, needs }: TaskGraph, workers: number): number {
  const size = durationsNs.length;
  let best = Infinity;
  const extend = (endNs: readonly (number | undefined)[], freeNs: readonly number[], done: number): void => {
    const untilNs = Math.max(0, ...freeNs);
    if (untilNs >= best) return;
    if (done === size) {
      best = untilNs;
      return;
    }
    for (let task = 0; task < size; task++) {
      const before = needs.filter(([, to]) => to === task).map(([from]) => endNs[from]);
      if (endNs[task] !== undefined || before.includes(undefined)) continue;
      const readyNs = Math.max(0, ...before.map((ns) => ns ?? Infinity));
      const [first, ...others] = freeNs.toSorted((a, b) => a - b);
      const doneNs = Math.max(first, readyNs) + durationsNs[task];
      extend(endNs.with(task, doneNs), [doneNs, ...others], done + 1);
    }
  };
  extend(
    Array.from({ length: size }),
    Array.from({ length: workers }, () => 0),
    0,
  );
  return best;
}
