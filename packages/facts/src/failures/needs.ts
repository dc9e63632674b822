import type { RunView } from '@faultline/core';
import { fact, reversed, rowsOf, type Rows } from '@faultline/graph';

/** Who needed whom, as rows over all nodes of a run, virtual joins too: neither attempts nor mere order in time. */
export interface Needs {
  readonly dependants: Rows;
  readonly dependencies: Rows;
}

/** The needs of a run, remembered for it. O(V + E). */
export const needsOf = fact((run: RunView): Needs => {
  const from: number[] = [];
  const to: number[] = [];
  for (let row = 0; row < run.edges.from.length; row++) {
    // Rows behind the dependencies are those of the joins.
    const edge = run.dependencies[row];
    if (edge !== undefined && (edge.kind !== 'needs' || edge.origin === 'temporal')) continue;
    from.push(run.edges.from[row]!);
    to.push(run.edges.to[row]!);
  }
  const dependants = rowsOf(run.size, { from: new Uint32Array(from), to: new Uint32Array(to) });
  return { dependants, dependencies: reversed(dependants) };
});

/** By node: the attempt that followed it. -1: none. O(V + E). */
export const nextAttempts = fact((run: RunView): Int32Array => {
  const next = new Int32Array(run.executionCount).fill(-1);
  for (const [row, { kind }] of run.dependencies.entries())
    if (kind === 'retry') next[run.edges.from[row]!] = run.edges.to[row]!;
  return next;
});

/** By node: the attempt that came before it. -1: none. O(V + E). */
export const previousAttempts = fact((run: RunView): Int32Array => {
  const previous = new Int32Array(run.executionCount).fill(-1);
  for (const [node, next] of nextAttempts(run).entries()) if (next >= 0) previous[next] = node;
  return previous;
});
