import type { RunView } from '@faultline/core';
import { criticalPath, rowsOf, topologicalOrder } from '@faultline/graph';

/** The executions of one step for one item under one parent: its attempts, or loop rounds that nobody told apart. */
export interface Bar {
  readonly stepId: string;
  readonly item: string;
  /** The bar of the caller, by its place in the list. -1: none. */
  readonly parent: number;
  /** In order of time. */
  readonly nodes: readonly number[];
  readonly fromNs: number;
  readonly toNs: number;
  /** Its share of the critical path, what it called included. */
  readonly onPathNs: number;
  readonly hasFailed: boolean;
}

/** Groups executions into bars, every bar after that of its caller. O(V log V). */
export function barsOf(run: RunView): Bar[] {
  const barOf = new Int32Array(run.executionCount);
  const groups: { readonly parent: number; readonly nodes: number[] }[] = [];
  const known = new Map<string, number>();
  for (const node of callersFirst(run)) {
    const { stepId, item } = run.executions[node]!;
    const caller = run.parent[node]!;
    const parent = caller < 0 ? -1 : barOf[caller]!;
    const key = `${parent} ${stepId.length} ${stepId}${item}`;
    const bar = known.get(key);
    barOf[node] = bar ?? groups.length;
    if (bar !== undefined) groups[bar]!.nodes.push(node);
    else known.set(key, groups.push({ parent, nodes: [node] }) - 1);
  }
  const { onPathNs } = criticalPath(run);
  return groups.map(({ parent, nodes }) => barOfNodes(run, onPathNs, parent, nodes));
}

/** Not by time: where clocks differ, an execution can start before its caller. */
function callersFirst({ executionCount, parent }: RunView): Iterable<number> {
  const isOrdered = parent.every((caller, node) => caller < node);
  if (isOrdered) return Array(executionCount).keys();
  const called = Uint32Array.from({ length: executionCount }, (_, node) => node).filter((node) => parent[node]! >= 0);
  return topologicalOrder(rowsOf(executionCount, { from: called.map((node) => parent[node]!), to: called })).order;
}

function barOfNodes(run: RunView, onPath: Float64Array, parent: number, unordered: readonly number[]): Bar {
  const nodes = unordered.length === 1 ? unordered : unordered.toSorted((a, b) => a - b);
  // A group has at least one node.
  const { stepId, item } = run.executions[nodes[0]!]!;
  let [fromNs, toNs, onPathNs, hasFailed] = [Infinity, -Infinity, 0, false];
  for (const node of nodes) {
    fromNs = Math.min(fromNs, run.startNs[node]!);
    toNs = Math.max(toNs, run.endNs[node]!);
    onPathNs += onPath[node]!;
    hasFailed ||= run.executions[node]!.status === 'failed';
  }
  return { stepId, item, parent, nodes, fromNs, toNs, onPathNs, hasFailed };
}
