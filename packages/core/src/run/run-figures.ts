import { criticalPath, DROP_REASONS, fact, scheduleNotes, slack, type DropReason } from '@faultline/graph';
import type { EdgeOrigin, IngestNote } from '@faultline/model';
import type { Repair } from './identity.ts';
import type { RunView } from './run-view.ts';

/** What can be said of a run without any rule: what it is made of, how it is scheduled, and what was mended for that. */
export interface RunFigures {
  readonly id: string;
  readonly executions: number;
  /** Each step once. */
  readonly stepIds: readonly string[];
  /** Recorded and declared edges by origin; those in a join count once for each execution that takes part. */
  readonly edges: Readonly<Record<EdgeOrigin, number>>;
  readonly makespanMs: number;
  /** The steps of the critical path from one execution to the next, by how they are known. */
  readonly joints: { readonly recorded: number; readonly implied: number };
  readonly slack: SlackFigures;
  readonly mended: Readonly<Partial<Record<Mending, number>>>;
  readonly notes: readonly IngestNote[];
}

/** Executions by how much longer they may take before the run ends later. */
export interface SlackFigures {
  /** None: they decide when the run ends. */
  readonly none: number;
  readonly some: number;
  /** Nobody waits for them. */
  readonly unlimited: number;
  /** The most that one has, of those with some. */
  readonly mostMs: number;
}

/** What was mended or left out, so that the run could be scheduled. */
export type Mending =
  Repair['kind'] | 'clock-shifted' | 'ends-before-start' | 'beyond-parent' | 'not-awaited' | `edge-${DropReason}`;

const NS_PER_MS = 1e6;

/** The figures of a run. O(V + E). */
export function figuresOf(run: RunView): RunFigures {
  const { slackNs } = slack(run);
  return {
    id: run.id,
    executions: run.executionCount,
    stepIds: [...new Set(run.executions.map(({ stepId }) => stepId))],
    edges: edgeCounts(run),
    makespanMs: (run.untilNs - run.fromNs) / NS_PER_MS,
    joints: criticalPath(run).joints,
    slack: slackFigures(slackNs, 0, run.executionCount),
    mended: mendedIn(run),
    notes: run.notes,
  };
}

/** The slack of the nodes from `first` up to, not with, `end`. */
export function slackFigures(slackNs: Float64Array, first: number, end: number): SlackFigures {
  let [none, some, mostNs] = [0, 0, 0];
  for (let node = first; node < end; node++) {
    const ns = slackNs[node]!;
    if (ns === 0) none++;
    else if (ns < Infinity) {
      some++;
      if (ns > mostNs) mostNs = ns;
    }
  }
  return { none, some, unlimited: end - first - none - some, mostMs: mostNs / NS_PER_MS };
}

/** Edges by origin, without those that join attempts. O(E). */
export const edgeCounts = fact((run: RunView): Readonly<Record<EdgeOrigin, number>> => {
  const edges: Record<EdgeOrigin, number> = { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 };
  for (const { origin, kind } of run.dependencies) if (kind === 'needs') edges[origin]++;
  for (const { origin, from, to } of run.joins) edges[origin] += from.length + to.length;
  return edges;
});

function mendedIn(run: RunView): RunFigures['mended'] {
  const counts: Partial<Record<Mending, number>> = {};
  const count = (what: Mending): void => void (counts[what] = (counts[what] ?? 0) + 1);
  for (const { kind } of run.repairs) count(kind);
  for (const { executions } of run.clockShifts)
    counts['clock-shifted'] = (counts['clock-shifted'] ?? 0) + executions.length;
  const { isZeroed, isClipped, detached, dropped } = scheduleNotes(run);
  for (let node = 0; node < run.executionCount; node++) {
    if (isZeroed[node] === 1) count('ends-before-start');
    if (isClipped[node] === 1) count('beyond-parent');
    if (detached[node]! > 0) count('not-awaited');
  }
  for (const reason of dropped.reason) count(`edge-${DROP_REASONS[reason]!}`);
  return counts;
}
