import { slackFigures, type RunFigures } from '@faultline/core';
import type { ForestSchedule } from '@faultline/graph';
import type { IngestNote } from '@faultline/model';

const NS_PER_MS = 1e6;

/** What is known of a run in a forest before it is scheduled. */
export interface PlainRun {
  readonly id: string;
  /** Its node; those of its executions follow. */
  readonly node: number;
  readonly executions: number;
  readonly stepIds: readonly string[];
  readonly makespanNs: number;
  readonly notes: readonly IngestNote[];
}

/** The figures of the run that is number `at` in a forest. O(executions log executions). */
export function figuresIn({ impliedJoints, slackNs, nested }: ForestSchedule, at: number, run: PlainRun): RunFigures {
  const first = run.node + 1;
  const end = first + run.executions;
  let [clipped, detached] = [0, 0];
  for (let node = first; node < end; node++) {
    if (nested.isClipped[node] === 1) clipped++;
    if (nested.detached[node] > 0) detached++;
  }
  return {
    id: run.id,
    executions: run.executions,
    stepIds: run.stepIds,
    edges: noEdges,
    makespanMs: run.makespanNs / NS_PER_MS,
    joints: { recorded: 0, implied: impliedJoints[at] },
    slack: slackFigures(slackNs, first, end),
    mended: clipped + detached === 0 ? nothingMended : mendedIn(clipped, detached),
    notes: run.notes,
  };
}

const mendedIn = (clipped: number, detached: number): RunFigures['mended'] => ({
  ...(clipped > 0 && { 'beyond-parent': clipped }),
  ...(detached > 0 && { 'not-awaited': detached }),
});

const nothingMended: RunFigures['mended'] = {};
const noEdges: RunFigures['edges'] = { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 };
