import { FaultlineError, type RunView } from '@faultline/core';
import { eventGraph, eventTimes, type EventGraph } from '@faultline/graph';
import type { Pool } from '../pool.ts';
import { replayedEvents } from '../replay.ts';
import type { AttemptRecord } from './attempt-record.ts';
import { likeliest, outcomesOf, type Method } from './chance.ts';
import { edgeNotes } from './edge-notes.ts';
import type { EditPlan } from './edit-plan.ts';
import { editedGraph } from './edited-graph.ts';
import { pathSteps } from './path-steps.ts';
import { poolModel, type PoolSizes } from './pool-model.ts';
import { withoutQueues } from './pool-waits.ts';
import { eventWeights, runEdits } from './run-edits.ts';
import { timesEdited, type TimeEdits } from './time-edits.ts';
import type { WhatIf } from './what-if.ts';

/** How outcomes are found, and what is known beyond the run. */
export interface OutcomeSettings {
  readonly seed: number;
  readonly draws: number;
  readonly most: number;
  readonly pools: PoolSizes;
  readonly recordOf: (stepId: string) => AttemptRecord;
}

/** What one run would have been. */
export interface RunOutcomes extends Pick<WhatIf, 'beforeMs' | 'gainMs' | 'outcomes' | 'fails'> {
  readonly method: Method;
  readonly notes: ReadonlySet<string>;
  readonly path: () => WhatIf['path'];
}

/**
 * Applies a plan to a run. With pools the gain is between two replays, without and with the change, so that what a replay
 * gets wrong about the run as it was does not count as a gain. O(V + E) for each outcome, with pools O((V + E) log V).
 */
export function runOutcomes(run: RunView, plan: EditPlan, settings: OutcomeSettings): RunOutcomes {
  const asItWas = eventGraph(run);
  const edited = editedGraph(run, plan);
  const { certain, chances, fails, notes } = runEdits(run, plan, edited.graph, settings.recordOf);
  const model = poolModel(run, plan, settings.pools);
  const timesOf = (edits: TimeEdits, graph: EventGraph, pools: readonly Pool[] = []): Float64Array => {
    const weights = timesEdited(run, edits);
    if (model === undefined) return eventTimes(graph, eventWeights(graph, weights), run.fromNs);
    return replayedEvents(run, withoutQueues(asItWas, weights, edits, model.waits), pools, { graph });
  };
  const untilNs = (edits: TimeEdits): number =>
    timesOf(edits, edited.graph, model?.after)[edited.graph.numbers.end[run.size]];

  const makespanNs = run.untilNs - run.fromNs;
  const endOfRun = asItWas.numbers.end[run.size];
  // Without pools these would be the times that were observed.
  const baseNs =
    model === undefined ? asItWas.observedNs[endOfRun] : timesOf(new Map(), asItWas, model.before)[endOfRun];
  const { method, outcomes } = outcomesOf(certain, chances, { ...settings, runId: run.id });
  const all = outcomes.map(({ probability, edits }) => {
    const afterNs = untilNs(edits);
    if (!(baseNs - afterNs > -Infinity)) throw deadlock(run);
    const gainNs = baseNs - afterNs;
    return { probability, gainNs, afterMs: (makespanNs - gainNs) / 1e6 };
  });
  for (const note of [...edgeNotes(run, plan, edited), ...(model?.notes ?? [])]) notes.add(note);
  return {
    beforeMs: makespanNs / 1e6,
    gainMs: all.reduce((sum, { probability, gainNs }) => sum + probability * gainNs, 0) / 1e6,
    method,
    outcomes: all.map(({ probability, afterMs }) => ({ probability, afterMs })),
    fails,
    notes,
    path: () => ({
      before: pathSteps(run, asItWas, asItWas.observedNs),
      after: pathSteps(run, edited.graph, timesOf(likeliest(certain, chances), edited.graph, model?.after)),
    }),
  };
}

/** Something that is never given back is waited for. */
function deadlock({ id }: RunView): FaultlineError {
  return new FaultlineError('FAULTLINE_USAGE', {
    problem: `With these pools run "${id}" would never end: steps wait for what their callers hold.`,
    hint: 'Make the pools larger, or let callers need nothing while they wait.',
  });
}
