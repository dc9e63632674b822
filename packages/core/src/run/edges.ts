import {
  edgeOrigins,
  type Edge,
  type Join,
  type Run,
  type StepExecution,
  type WorkflowDefinition,
} from '@faultline/model';
import { attemptSeries } from './attempt-series.ts';
import type { Repair } from './identity.ts';

/** The edges of a run and what had to be left out. */
export interface RunEdges {
  readonly dependencies: readonly Edge[];
  /** By dependency: the nodes at its ends. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly joins: readonly Join[];
  readonly repairs: readonly Repair[];
}

type ByStep = ReadonlyMap<string, readonly StepExecution[]>;

/**
 * Every edge of a run: recorded ones, retries, and what the definition declares. Where a pair is known from several
 * origins the most trusted is kept. In order of nodes: by `to`, then by `from`. O(V + E log E).
 *
 * A declared dependency runs from the last attempt of the dependency to the first attempt of the dependant; retry edges
 * join the attempts between.
 */
export function edgesOf(
  run: Run,
  byStep: ByStep,
  nodeById: ReadonlyMap<string, number>,
  definition: WorkflowDefinition | undefined,
): RunEdges {
  const best = new Map<number, Edge>();
  const lost: Edge[] = [];
  const joins: Join[] = [];
  const add = (edge: Edge): void => {
    const from = nodeById.get(edge.from);
    const to = nodeById.get(edge.to);
    if (from === undefined || to === undefined) {
      lost.push(edge);
      return;
    }
    const pair = to * nodeById.size + from;
    const known = best.get(pair);
    if (known === undefined || isBetter(edge, known)) best.set(pair, edge);
  };
  for (const edge of run.edges) add(edge);
  for (const edge of retryEdges(byStep)) add(edge);
  const addGroup = ({ from, to, origin }: Join): void => {
    if (from.length * to.length > from.length + to.length + 1) joins.push({ from, to, origin });
    else for (const source of from) for (const target of to) add({ from: source, to: target, origin, kind: 'needs' });
  };
  for (const join of run.joins ?? []) addGroup(knownEnds(join, nodeById, lost));
  for (const group of declaredGroups(byStep, definition)) addGroup(group);
  return {
    ...inOrder(best, nodeById.size),
    joins,
    repairs: lost.toSorted(inTextOrder).map((edge) => ({ kind: 'unknown-edge-end', edge })),
  };
}

/** Edges by `to * nodes + from`. */
function inOrder(best: ReadonlyMap<number, Edge>, nodes: number): Pick<RunEdges, 'dependencies' | 'from' | 'to'> {
  const pairs = Float64Array.from(best.keys()).toSorted();
  const dependencies: Edge[] = [];
  const from = new Uint32Array(pairs.length);
  const to = new Uint32Array(pairs.length);
  for (let row = 0; row < pairs.length; row++) {
    const pair = pairs[row]!;
    // They are the keys of this map.
    dependencies.push(best.get(pair)!);
    from[row] = pair % nodes;
    to[row] = Math.floor(pair / nodes);
  }
  return { dependencies, from, to };
}

/** More trusted; of two that are trusted alike, a retry says more than a need. */
function isBetter(edge: Edge, known: Edge): boolean {
  if (edge.origin === known.origin) return edge.kind === 'retry';
  return edgeOrigins.indexOf(edge.origin) < edgeOrigins.indexOf(known.origin);
}

function inTextOrder(a: Edge, b: Edge): number {
  const [textA, textB] = [
    JSON.stringify([a.from, a.to, a.origin, a.kind]),
    JSON.stringify([b.from, b.to, b.origin, b.kind]),
  ];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

/** A join without the ends that are not in the run. Each of those counts as one lost edge, not one for every pair. */
function knownEnds({ from, to, origin }: Join, nodeById: ReadonlyMap<string, number>, lost: Edge[]): Join {
  const known = (ids: readonly string[], edgeOf: (id: string) => Pick<Edge, 'from' | 'to'>): readonly string[] =>
    [...new Set(ids)].filter((id) => {
      if (nodeById.has(id)) return true;
      lost.push({ ...edgeOf(id), origin, kind: 'needs' });
      return false;
    });
  return {
    from: known(from, (id) => ({ from: id, to: to[0] ?? id })),
    to: known(to, (id) => ({ from: from[0] ?? id, to: id })),
    origin,
  };
}

function* retryEdges(byStep: ByStep): Generator<Edge> {
  for (const executions of byStep.values()) {
    const [first] = executions;
    if (executions.every(({ attempt }) => attempt === first?.attempt)) continue;
    for (const ordered of attemptSeries(executions)) {
      for (let i = 1; i < ordered.length; i++) {
        const [before, after] = [ordered[i - 1]!, ordered[i]!];
        // Equal numbers are no retry: loop rounds that nobody told apart.
        if (before.attempt < after.attempt) yield { from: before.id, to: after.id, origin: 'explicit', kind: 'retry' };
      }
    }
  }
}

/** Item by item where both steps ran for the same items, else all of one step before all of the other. */
function* declaredGroups(byStep: ByStep, definition: WorkflowDefinition | undefined): Generator<Join> {
  for (const step of definition?.steps ?? []) {
    const dependants = byStep.get(step.id);
    if (dependants === undefined) continue;
    for (const { on } of step.dependencies) {
      const needed = byStep.get(on);
      if (needed === undefined) continue;
      // So it is for most steps of most runs.
      if (needed.length === 1 && dependants.length === 1) {
        yield { from: [needed[0]!.id], to: [dependants[0]!.id], origin: 'declared' };
        continue;
      }
      const first = attemptByItem(dependants, (a, b) => a < b);
      const last = attemptByItem(needed, (a, b) => a > b);
      const isPaired = last.size > 1 && [...first.keys()].every((item) => last.has(item));
      if (!isPaired) yield { from: [...last.values()].flat(), to: [...first.values()].flat(), origin: 'declared' };
      else for (const [item, to] of first) yield { from: last.get(item)!, to, origin: 'declared' };
    }
  }
}

/** Ids of the attempts that come first (or last) for each item. Several where one number was given twice. */
function attemptByItem(
  executions: readonly StepExecution[],
  isChosen: (attempt: number, before: number) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const chosen = new Map<string, { attempt: number; ids: string[] }>();
  for (const { item, attempt, id } of executions) {
    const known = chosen.get(item);
    if (known === undefined || isChosen(attempt, known.attempt)) chosen.set(item, { attempt, ids: [id] });
    else if (attempt === known.attempt) known.ids.push(id);
  }
  return new Map([...chosen].map(([item, { ids }]) => [item, ids]));
}
