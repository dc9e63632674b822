import type { RunView } from '@faultline/core';
import { itemNumbers } from '@faultline/facts';
import { criticalPath, rowsOf, topologicalOrder } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';

/** The executions of one step for one item under one parent: its attempts, or loop rounds that nobody told apart. */
export interface Bar {
  readonly stepId: string;
  /** See `itemNumbers`. */
  readonly item: number;
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
  const groups: Group[] = [];
  const groupOf = grouping(run, groups);
  for (const node of callersFirst(run)) {
    const caller = run.parent[node]!;
    const group = groupOf(run.executions[node]!, caller < 0 ? -1 : barOf[caller]!);
    barOf[node] = group.bar;
    group.nodes.push(node);
  }
  const { onPathNs } = criticalPath(run);
  return groups.map(({ parent, nodes }) => barOfNodes(run, onPathNs, parent, nodes));
}

interface Group {
  readonly bar: number;
  readonly parent: number;
  readonly nodes: number[];
}

/** Finds the group of an execution under a parent, and begins it where there is none. O(1). */
function grouping(run: RunView, groups: Group[]): (execution: StepExecution, parent: number) => Group {
  const byItemOfStep = new Map<string, Map<string, Group>>();
  /** Of one item under several parents all but the first. */
  const others = new Map<string, Group>();
  const begun = (parent: number): Group => {
    const group = { bar: groups.length, parent, nodes: [] };
    groups.push(group);
    return group;
  };
  return ({ stepId, item }, parent) => {
    if (run.executionsOf(stepId).length === 1) return begun(parent);
    let byItem = byItemOfStep.get(stepId);
    if (byItem === undefined) byItemOfStep.set(stepId, (byItem = new Map()));
    const first = byItem.get(item);
    if (first === undefined) {
      const group = begun(parent);
      byItem.set(item, group);
      return group;
    }
    if (first.parent === parent) return first;
    const key = `${first.bar} ${parent}`;
    let other = others.get(key);
    if (other === undefined) others.set(key, (other = begun(parent)));
    return other;
  };
}

/** Not by time: where clocks differ, an execution can start before its caller. */
function callersFirst({ executionCount, parent }: RunView): Iterable<number> {
  let isOrdered = true;
  for (let node = 0; node < executionCount; node++) isOrdered &&= parent[node]! < node;
  if (isOrdered) return Array(executionCount).keys();
  const called = Uint32Array.from({ length: executionCount }, (_, node) => node).filter((node) => parent[node]! >= 0);
  return topologicalOrder(rowsOf(executionCount, { from: called.map((node) => parent[node]!), to: called })).order;
}

function barOfNodes(run: RunView, onPath: Float64Array, parent: number, unordered: readonly number[]): Bar {
  const nodes = unordered.length === 1 ? unordered : unordered.toSorted((a, b) => a - b);
  // A group has at least one node.
  const { stepId } = run.executions[nodes[0]!]!;
  const item = itemNumbers(run)[nodes[0]!]!;
  let fromNs = Infinity;
  let toNs = -Infinity;
  let onPathNs = 0;
  let hasFailed = false;
  for (const node of nodes) {
    fromNs = Math.min(fromNs, run.startNs[node]!);
    toNs = Math.max(toNs, run.endNs[node]!);
    onPathNs += onPath[node]!;
    hasFailed ||= run.executions[node]!.status === 'failed';
  }
  return { stepId, item, parent, nodes, fromNs, toNs, onPathNs, hasFailed };
}
