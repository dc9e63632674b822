import type { StepState, WorkflowState } from './baseline-state.ts';
import type { StepPair } from './run-shape.ts';
import { partsOf } from './step-key.ts';

/** Which steps the runs of a workflow had, and in what order. Of runs that had ended. */
export interface WorkflowShape {
  readonly runs: number;
  readonly stepIds: readonly string[];
  /** In how many runs a step occurred. */
  runsWith(stepId: string): number;
  /** In how many runs step `to` needed step `from`. */
  runsWithEdge(from: string, to: string): number;
  readonly edges: PairCounts;
  /** In how many runs the first execution of `to` began directly after that of `from`. */
  runsWithSuccession(from: string, to: string): number;
  readonly successions: PairCounts;
  /** Which step called which, and in how many runs. */
  readonly calls: readonly (StepPair & { readonly runs: number })[];
}

/** Pairs of steps, as they were seen in runs. */
export interface PairCounts {
  /** Different pairs. */
  readonly kinds: number;
  /** Pairs that one run alone had. */
  readonly seenOnce: number;
  /** Pairs of all runs together. */
  readonly total: number;
}

/** Reads the shape of a workflow. O(steps + pairs). */
export function workflowShapeOf(
  { runs, edges, successions, calls }: WorkflowState,
  steps: ReadonlyMap<string, StepState>,
): WorkflowShape {
  const runsWithEdge = byPair(edges);
  const runsWithSuccession = byPair(successions);
  return {
    runs,
    stepIds: [...steps].filter(([, step]) => step.runs > 0).map(([stepId]) => stepId),
    runsWith: (stepId) => steps.get(stepId)?.runs ?? 0,
    runsWithEdge: (from, to) => runsWithEdge.get(from)?.get(to) ?? 0,
    edges: countsOf(edges),
    runsWithSuccession: (from, to) => runsWithSuccession.get(from)?.get(to) ?? 0,
    successions: countsOf(successions),
    calls: Object.entries(calls).map(([key, times]) => {
      const [from = '', to = ''] = partsOf(key);
      return { from, to, runs: times };
    }),
  };
}

/** Questions about pairs are asked for every run: making a key for each would be most of the work. */
function byPair(pairs: Readonly<Record<string, number>>): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const [key, times] of Object.entries(pairs)) {
    const [from = '', to = ''] = partsOf(key);
    const ofFrom = counts.get(from);
    if (ofFrom === undefined) counts.set(from, new Map([[to, times]]));
    else ofFrom.set(to, times);
  }
  return counts;
}

function countsOf(pairs: Readonly<Record<string, number>>): PairCounts {
  const times = Object.values(pairs);
  return {
    kinds: times.length,
    seenOnce: times.filter((count) => count === 1).length,
    total: times.reduce((sum, count) => sum + count, 0),
  };
}
