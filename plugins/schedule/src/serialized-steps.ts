import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { flowBetween } from '@faultline/facts';
import { criticalPath, fact, retime, waits, weightsOf, type TimedDag, type Weights } from '@faultline/graph';
import { replay } from '@faultline/simulator';
import { freedDag, type Freedom } from './freed-dag.ts';
import { freedEnd } from './freed-end.ts';
import { msOf } from './nanoseconds.ts';
import { resourceUse } from './resource-use.ts';
import { unusedDependencies } from './unused-dependencies.ts';

/** A step that ran after another without need, and what running it as soon as it could would gain. */
export const serializedStepSchema = z.strictObject({
  stepId: z.string(),
  after: z.string().describe('The step that it ran after.'),
  why: z
    .enum(['time order only', 'no data passed', 'started late'])
    .describe(
      'Why there was no need: nothing but time orders the two, or nothing went over the edge, or all was there.',
    ),
  executions: z.int().describe('Executions of the step that are freed.'),
  gainMs: z.number().describe('How much sooner the run would end, with as many workers as it can use.'),
  gainWithinResourcesMs: z
    .number()
    .nullable()
    .describe('The same with no more of each resource than was held at once in this run. null: no resource is known.'),
});

type SerializedStep = z.infer<typeof serializedStepSchema>;

interface Candidate {
  readonly stepId: string;
  readonly after: string;
  readonly why: SerializedStep['why'];
  readonly nodes: Set<number>;
  readonly droppedEdges: Set<number>;
  onPathNs: number;
}

/** Steps whose freedom is computed: those with most time on the critical path. Each takes a retiming of the run. */
const MOST_CANDIDATES = 3;

/**
 * Steps on the critical path that waited for another without need, by what freeing each would gain. Only where somebody
 * recorded or declared who needs whom: where nobody did, nothing is known of what could run side by side.
 * O(V + E) for each of at most three steps.
 */
export function serializedSteps(run: RunView): SerializedStep[] {
  return candidatesOf(run)
    .toSorted((a, b) => b.onPathNs - a.onPathNs)
    .slice(0, MOST_CANDIDATES)
    .map((candidate) => measured(run, candidate))
    .filter(({ gainMs }) => gainMs > 0)
    .toSorted((a, b) => b.gainMs - a.gainMs);
}

function candidatesOf(run: RunView): Candidate[] {
  const { isKnown, isNeeding, isAny } = recordedNeeds(run);
  if (!isAny) return [];
  const { blocker, isImplied, readyNs } = waits(run);
  const { isOnPath, onPathNs } = criticalPath(run);
  const candidates = new Map<string, Candidate>();
  const add = (node: number, before: number, why: Candidate['why'], droppedEdge?: number): void => {
    const [{ stepId }, { stepId: after }] = [run.executions[node]!, run.executions[before]!];
    const key = JSON.stringify([stepId, why]);
    const known = candidates.get(key);
    const candidate = known ?? { stepId, after, why, nodes: new Set(), droppedEdges: new Set(), onPathNs: 0 };
    candidates.set(key, candidate);
    candidate.nodes.add(node);
    if (droppedEdge !== undefined) candidate.droppedEdges.add(droppedEdge);
    candidate.onPathNs += onPathNs[node]!;
  };
  for (let node = 0; node < run.executionCount; node++) {
    if (isOnPath[node] === 0) continue;
    const before = blocker[node]!;
    if (before >= 0 && isImplied[node] === 1) {
      // Known only as what others need. What it needs may be known, but against the clock.
      if (isKnown[node] === 1 && isNeeding[node] === 0 && !isGivenDataBy(run, node, before))
        add(node, before, 'time order only');
      continue;
    }
    const edge = unusedEdge(run, before, node);
    if (edge !== undefined) add(node, before, 'no data passed', edge);
    const isPlanned = run.isPlanned[run.parent[node]! + 1] === 1;
    const sibling = before >= 0 || isPlanned ? heldUpBy(run, node, readyNs[node]!) : -1;
    if (sibling >= 0) add(node, sibling, 'started late');
  }
  return [...candidates.values()];
}

/** The row of a declared edge over which no data went. */
function unusedEdge(run: RunView, before: number, node: number): number | undefined {
  const unused = unusedPairs(run);
  if (before < 0 || unused.size === 0) return undefined;
  const [{ stepId: from }, { stepId: to }] = [run.executions[before]!, run.executions[node]!];
  if (!unused.has(JSON.stringify([from, to]))) return undefined;
  return rowOfEdge(run, before, node);
}

const unusedPairs = fact((run: RunView): ReadonlySet<string> => {
  const unused = unusedDependencies(run).filter(({ isMissing }) => !isMissing);
  return new Set(unused.map(({ from, to }) => JSON.stringify([from, to])));
});

/** Dependencies are in order of their end, then of their start. O(log E). */
function rowOfEdge({ dependencies, edges }: RunView, from: number, to: number): number | undefined {
  let [low, high] = [0, dependencies.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges.to[middle]! < to || (edges.to[middle] === to && edges.from[middle]! < from)) low = middle + 1;
    else high = middle;
  }
  const isFound = low < dependencies.length && edges.to[low] === to && edges.from[low] === from;
  return isFound && dependencies[low]!.kind === 'needs' ? low : undefined;
}

/** By node, 1: a recorded need knows it, as what needs or is needed; as what needs. O(E). */
function recordedNeeds({ size, dependencies, edges }: RunView) {
  const isKnown = new Uint8Array(size);
  const isNeeding = new Uint8Array(size);
  for (let row = 0; row < edges.from.length; row++) {
    if (dependencies[row]?.kind === 'retry') continue;
    isKnown[edges.from[row]!] = 1;
    isKnown[edges.to[row]!] = isNeeding[edges.to[row]!] = 1;
  }
  return { isKnown, isNeeding, isAny: isKnown.includes(1) };
}

/** An edge that nobody recorded, but that can be seen in what was written down. */
const isGivenDataBy = (run: RunView, node: number, before: number): boolean =>
  flowBetween([run.executions[before]!], [run.executions[node]!]) === 'seen';

/** By node: the sibling that ended last before it started, or -1. O(V log V). */
const lastEnded = fact((run: RunView): Int32Array => {
  const byEnd = [...Array(run.executionCount).keys()].toSorted((a, b) => run.endNs[a]! - run.endNs[b]! || a - b);
  const lastOfLevel = new Int32Array(run.executionCount + 1).fill(-1);
  const sibling = new Int32Array(run.executionCount).fill(-1);
  let ended = 0;
  // Executions are in order of their start.
  for (let node = 0; node < run.executionCount; node++) {
    for (; run.endNs[byEnd[ended]!]! <= run.startNs[node]!; ended++)
      lastOfLevel[run.parent[byEnd[ended]!]! + 1] = byEnd[ended]!;
    sibling[node] = lastOfLevel[run.parent[node]! + 1]!;
  }
  return sibling;
});

/** The sibling that held it up, though it had all it needed, or -1: it waited for nobody that we know of. */
function heldUpBy(run: RunView, node: number, readyNs: number): number {
  if (readyNs >= run.startNs[node]! || run.executions[node]!.attempt > 1) return -1;
  const sibling = lastEnded(run)[node]!;
  return sibling !== -1 && sibling !== node && run.endNs[sibling]! > readyNs ? sibling : -1;
}

function measured(run: RunView, candidate: Candidate): SerializedStep {
  const { stepId, after, why, nodes } = candidate;
  const isLate = why === 'started late';
  const endNs = isLate ? retime(run, startedAtOnce(run, nodes)).untilNs : freedEnd(run, candidate);
  const gainMs = msOf(run.untilNs - endNs);
  return {
    stepId,
    after,
    why,
    executions: nodes.size,
    gainMs,
    gainWithinResourcesMs: gainWithinResources(run, candidate),
  };
}

function gainWithinResources(run: RunView, { why, nodes, droppedEdges }: Candidate): number | null {
  const uses = resourceUse(run);
  if (uses.length === 0) return null;
  const endOf = (dag: TimedDag, weights: Weights): number => {
    const pools = uses.map(({ demand, peak }) => ({
      demand: extended(demand, dag.size),
      capacity: peak * (1 + ROUNDING),
    }));
    return replay(dag, weights, pools).untilNs;
  };
  const freed =
    why === 'started late' ? { dag: run, weights: startedAtOnce(run, nodes) } : freedDag(run, { nodes, droppedEdges });
  return msOf(Math.max(0, endOf(run, weightsOf(run)) - endOf(freed.dag, freed.weights)));
}

/** What was held at once fits, whatever the order in which its parts are added up. */
const ROUNDING = 1e-9;

function extended(demand: Float64Array, size: number): Float64Array {
  const column = new Float64Array(size);
  column.set(demand);
  return column;
}

function startedAtOnce(run: RunView, nodes: Freedom['nodes']): Weights {
  const weights = weightsOf(run);
  for (const node of nodes) weights.delayNs[node] = 0;
  return weights;
}
