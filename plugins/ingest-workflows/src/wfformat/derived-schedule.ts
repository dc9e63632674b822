import { reversed, rowsOf, stronglyConnectedComponents, type EdgeColumns } from '@faultline/graph';

/** When each task would run, from the start of the workflow. */
export interface DerivedSchedule {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  /** The end of the last task. */
  readonly lengthMs: number;
  /** Tasks that need themselves, mostly through others. */
  readonly onCycle: number;
}

/**
 * The earliest schedule with machines for all: a task starts when the last of those that it needs has ended, and takes
 * its runtime. The forward pass of the critical path method (J. E. Kelley, M. R. Walker, 1959). Dependencies within a
 * circle are left out. O(V + E).
 *
 *     a 5 -> b 3          a 0-5   b 5-8
 *     a 5 -> c 1 -> d 4           c 5-6   d 6-10      length 10
 */
export function derivedSchedule(runtimeMs: Float64Array, edges: EdgeColumns): DerivedSchedule {
  const size = runtimeMs.length;
  const successors = rowsOf(size, edges);
  const needed = reversed(successors);
  const { count, componentOf } = stronglyConnectedComponents(successors);
  const members = rowsOf(count, { from: componentOf, to: Uint32Array.from(runtimeMs, (_, node) => node) });

  const startMs = new Float64Array(size);
  const endMs = new Float64Array(size);
  let lengthMs = 0;
  let onCycle = 0;
  // Edges lead to smaller components, so that the greatest comes first.
  for (let component = count - 1; component >= 0; component--) {
    const group = members.targets.subarray(members.offsets[component], members.offsets[component + 1]);
    for (const node of group) {
      let isOnCycle = group.length > 1;
      for (const other of needed.targets.subarray(needed.offsets[node], needed.offsets[node + 1])) {
        isOnCycle ||= other === node;
        // Both are nodes of the graph.
        if (componentOf[other] !== component) startMs[node] = Math.max(startMs[node]!, endMs[other]!);
      }
      // As above.
      const ends = startMs[node]! + runtimeMs[node]!;
      endMs[node] = ends;
      lengthMs = Math.max(lengthMs, ends);
      if (isOnCycle) onCycle++;
    }
  }
  return { startMs, endMs, lengthMs, onCycle };
}
