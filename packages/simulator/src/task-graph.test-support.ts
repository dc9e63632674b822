import { plannedDag, type TimedDag } from '@faultline/graph';
import * as fc from 'fast-check';

/** Tasks numbered from 0, as a test writes them down. */
export interface TaskGraph {
  readonly durationsNs: readonly number[];
  /** Pairs: the second needs the first. */
  readonly needs: readonly (readonly [number, number])[];
}

/** Tasks as a run of their own in which everyone starts as soon as possible, and the node of each task. */
export function dagOfTasks({ durationsNs, needs }: TaskGraph): { dag: TimedDag; nodeOf: readonly number[] } {
  const planned = plannedDag(
    durationsNs.map((ns, task) => ({
      id: String(task),
      durationMs: ns / 1e6,
      dependencies: needs.filter(([, to]) => to === task).map(([from]) => ({ on: String(from) })),
    })),
  );
  if (planned === undefined) throw new RangeError('These tasks need each other in a circle.');
  return { dag: planned.dag, nodeOf: durationsNs.map((_, task) => planned.ids.indexOf(String(task))) };
}

/** A column by node from one by task. */
export const byNode = (nodeOf: readonly number[], column: readonly number[]): Float64Array => {
  const nodes = new Float64Array(nodeOf.length);
  for (const [task, node] of nodeOf.entries()) nodes[node] = column[task];
  return nodes;
};

/** Tasks of a few nanoseconds, needing only earlier ones. */
export const arbitraryTasks = (maxLength: number): fc.Arbitrary<TaskGraph> =>
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength }).chain((durationsNs) =>
    fc.record({
      durationsNs: fc.constant(durationsNs),
      needs: fc
        .uniqueArray(fc.tuple(fc.nat(durationsNs.length - 1), fc.nat(durationsNs.length - 1)), {
          maxLength: 2 * maxLength,
          selector: String,
        })
        .map((pairs) => pairs.filter(([from, to]) => from < to)),
    }),
  );
