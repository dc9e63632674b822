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

/**
 * By node: the attempt that followed it. -1: none. What was recorded against the numbers of attempts counts only where nothing
 * else did, and what would close a circle is left out. O((V + E) log V).
 */
export const nextAttempts = fact((run: RunView): Int32Array => {
  const next = new Int32Array(run.executionCount).fill(-1);
  const ahead = Int32Array.from({ length: run.executionCount }, (_, node) => node);
  /** The last of those that follow, halving the way for the next who asks. */
  const lastAfter = (node: number): number => {
    let last = node;
    while (ahead[last] !== last) last = ahead[last] = ahead[ahead[last]!]!;
    return last;
  };
  const retries: (readonly [from: number, to: number])[] = [];
  for (const [row, { kind }] of run.dependencies.entries())
    if (kind === 'retry') retries.push([run.edges.from[row]!, run.edges.to[row]!]);
  const isInOrder = ([from, to]: (typeof retries)[number]): boolean =>
    run.executions[from]!.attempt < run.executions[to]!.attempt;
  for (const [from, to] of [...retries.filter(isInOrder), ...retries.filter((retry) => !isInOrder(retry))])
    if (next[from]! < 0 && lastAfter(to) !== from) next[from] = ahead[from] = to;
  return next;
});

/** By node: the attempt that came before it. -1: none. O(V + E). */
export const previousAttempts = fact((run: RunView): Int32Array => {
  const previous = new Int32Array(run.executionCount).fill(-1);
  for (const [node, next] of nextAttempts(run).entries()) if (next >= 0) previous[next] = node;
  return previous;
});
