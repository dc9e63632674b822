import type { Edge, Run, StepExecution } from '@faultline/model';

/** What did not fit together in a run, and was mended; `integrity` turns it into findings. */
export type Repair =
  /** The same execution twice: one was left out. */
  | { readonly kind: 'repeated'; readonly execution: StepExecution }
  /** Two executions with one id: the later in time got a new one. */
  | { readonly kind: 'duplicate-id'; readonly execution: StepExecution; readonly originalId: string }
  /** The parent is not in the run: it became a root. */
  | { readonly kind: 'unknown-parent'; readonly execution: StepExecution }
  /** It is its own ancestor: it became a root. */
  | { readonly kind: 'parent-cycle'; readonly execution: StepExecution }
  /** An end of the edge is not in the run: it was left out. */
  | { readonly kind: 'unknown-edge-end'; readonly edge: Edge };

/** Executions in order of (start, end, id), every id once, every parent known. */
export interface Identified {
  readonly executions: readonly StepExecution[];
  readonly parent: Int32Array;
  readonly nodeById: ReadonlyMap<string, number>;
  readonly repairs: readonly Repair[];
}

/** Repairs ids and parents and lists what it did. Nothing but exact repetitions is left out. O(V log V). */
export function identified(run: Run): Identified {
  const repairs: Repair[] = [];
  const sorted = run.executions.toSorted(inOrder);
  const known = nodesOf(sorted);
  const isUnique = known.size === sorted.length;
  const executions = isUnique ? sorted : withUniqueIds(sorted, known, repairs);
  const nodeById = isUnique ? known : nodesOf(executions);
  return { executions, parent: parentsOf(executions, nodeById, repairs), nodeById, repairs };
}

/** The same executions at other times, in order of these. O(V log V). */
export function reordered({ executions, parent, repairs }: Identified, moved: readonly StepExecution[]): Identified {
  const order = [...executions.keys()].toSorted((a, b) => compareIdentities(moved[a]!, moved[b]!));
  const nodeOf = new Int32Array(order.length);
  for (const [node, before] of order.entries()) nodeOf[before] = node;
  const ordered = order.map((before) => moved[before]!);
  return {
    executions: ordered,
    parent: Int32Array.from(order, (before) => (parent[before]! < 0 ? -1 : nodeOf[parent[before]!]!)),
    nodeById: nodesOf(ordered),
    repairs,
  };
}

function nodesOf(executions: readonly StepExecution[]): ReadonlyMap<string, number> {
  const nodeById = new Map<string, number>();
  for (let node = 0; node < executions.length; node++) nodeById.set(executions[node]!.id, node);
  return nodeById;
}

/** Executions come in order, so that repetitions follow each other and the first in time keeps its id. */
function withUniqueIds(
  executions: readonly StepExecution[],
  ids: ReadonlyMap<string, unknown>,
  repairs: Repair[],
): readonly StepExecution[] {
  const kept: StepExecution[] = [];
  const lastById = new Map<string, { readonly execution: StepExecution; readonly round: number }>();
  for (const execution of executions) {
    const last = lastById.get(execution.id);
    if (last === undefined) {
      lastById.set(execution.id, { execution, round: 1 });
      kept.push(execution);
    } else if (inOrder(last.execution, execution) === 0) {
      repairs.push({ kind: 'repeated', execution });
    } else {
      let round = last.round + 1;
      while (ids.has(`${execution.id}~${round}`)) round++;
      lastById.set(execution.id, { execution, round });
      const renamed = { ...execution, id: `${execution.id}~${round}` };
      kept.push(renamed);
      repairs.push({ kind: 'duplicate-id', execution: renamed, originalId: execution.id });
    }
  }
  return kept.toSorted(inOrder);
}

/**
 * (start, end, id), then whatever else differs: the order of the document never shows. Two executions that differ in
 * nothing are one that was sent twice, as exporters that retry do.
 */
const inOrder = (a: StepExecution, b: StepExecution): number =>
  compareIdentities(a, b) || compare(JSON.stringify(a), JSON.stringify(b));

const compareIdentities = (a: StepExecution, b: StepExecution): number =>
  a.startMs - b.startMs ||
  // An open end is after every other.
  compare(a.endMs ?? Infinity, b.endMs ?? Infinity) ||
  compare(a.id, b.id) ||
  compare(a.stepId, b.stepId) ||
  compare(a.item, b.item) ||
  a.attempt - b.attempt ||
  compare(a.status, b.status) ||
  compare(a.parentId ?? '', b.parentId ?? '');

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** An unknown parent or a cycle makes a root. A cycle is cut at its first execution. */
function parentsOf(
  executions: readonly StepExecution[],
  nodeById: ReadonlyMap<string, number>,
  repairs: Repair[],
): Int32Array {
  const parent = new Int32Array(executions.length).fill(-1);
  for (let node = 0; node < executions.length; node++) {
    const execution = executions[node]!;
    if (execution.parentId === undefined) continue;
    const found = nodeById.get(execution.parentId);
    if (found === undefined) repairs.push({ kind: 'unknown-parent', execution });
    else parent[node] = found;
  }
  const seenIn = new Int32Array(executions.length).fill(-1);
  for (let start = 0; start < executions.length; start++) {
    let node = start;
    while (node >= 0 && seenIn[node] === -1) {
      seenIn[node] = start;
      node = parent[node]!;
    }
    if (node < 0 || seenIn[node] !== start) continue;
    const first = firstOfCycle(parent, node);
    parent[first] = -1;
    repairs.push({ kind: 'parent-cycle', execution: executions[first]! });
  }
  return parent;
}

function firstOfCycle(parent: Int32Array, node: number): number {
  let first = node;
  for (let other = parent[node]!; other !== node; other = parent[other]!) first = Math.min(first, other);
  return first;
}
