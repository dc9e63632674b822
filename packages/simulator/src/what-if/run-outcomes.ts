import { FaultlineError, quoted, type RunView } from '@faultline/core';
import {
  definitionCycles,
  definitionGraph,
  eventGraph,
  fact,
  weightsOf,
  type EventGraph,
  type Weights,
} from '@faultline/graph';
import type { WorkflowDefinition } from '@faultline/model';
import type { Pool } from '../pool.ts';
import { replayedEvents } from '../replay.ts';
import type { AttemptRecord } from './attempt-record.ts';
import { askedGraph } from './asked-graph.ts';
import { likeliest, outcomesOf, type Method } from './chance.ts';
import { edgeNotes } from './edge-notes.ts';
import type { EditPlan } from './edit-plan.ts';
import { editedGraph } from './edited-graph.ts';
import { outcomeTimes } from './outcome-times.ts';
import { pathSteps } from './path-steps.ts';
import { poolModel, type PoolModel, type PoolSizes } from './pool-model.ts';
import { withoutQueues } from './pool-waits.ts';
import { runEdits } from './run-edits.ts';
import { timesEdited, type TimeEdits } from './time-edits.ts';
import type { WhatIf } from './what-if.ts';

/** How outcomes are found, and what is known beyond the run. */
export interface OutcomeSettings {
  readonly seed: number;
  readonly draws: number;
  readonly most: number;
  /** So many events of the run are visited for all outcomes together, however large it is: fewer are then drawn. */
  readonly mostEvents: number;
  readonly pools: PoolSizes;
  readonly recordOf: (stepId: string) => AttemptRecord;
}

/** The outcomes of all runs together may visit so many events: some seconds. */
export const mostEventsVisited = 2 ** 26;

/** Drawing a chance, and applying what comes of it, takes as long as visiting so many events. */
const EVENTS_PER_CHANCE = 8;

/** Fewer draws than this say nothing. */
const leastDraws = 8;

/** What one run would have been. */
export interface RunOutcomes extends Pick<WhatIf, 'beforeMs' | 'gainMs' | 'outcomes' | 'failProbability'> {
  readonly method: Method;
  readonly notes: ReadonlySet<string>;
  readonly path: () => WhatIf['path'];
}

/**
 * Applies a plan to a run. With pools the gain is between two replays, without and with the change, so that what a replay
 * gets wrong about the run as it was does not count as a gain. O(V + E) for each outcome, with pools O((V + E) log V).
 */
export function runOutcomes(run: RunView, plan: EditPlan, settings: OutcomeSettings): RunOutcomes {
  const hasPools = settings.pools.known.size + settings.pools.assumed.size > 0;
  const asItWas = hasPools ? askedGraph(run) : eventGraph(run);
  const edited = editedGraph(run, plan, asItWas);
  const {
    weights: changed,
    certain,
    chances,
    failProbability,
    notes,
  } = runEdits(run, plan, edited.graph, settings.recordOf);
  const model = poolModel(run, asItWas, plan, settings.pools);
  const base = { graph: edited.graph, weights: changed };
  const queuedTimes = (
    { waits }: PoolModel,
    graph: EventGraph,
    weights: Weights,
    edits: TimeEdits,
    pools: readonly Pool[],
  ) => replayedEvents(run, withoutQueues(asItWas, weights, edits, waits), pools, { graph });
  const timesAfter =
    model === undefined
      ? outcomeTimes(run, base)
      : (edits: TimeEdits) => queuedTimes(model, edited.graph, timesEdited(run, edits, base), edits, model.after);

  const affordable = Math.max(
    leastDraws,
    Math.floor(settings.mostEvents / (edited.graph.numbers.count + EVENTS_PER_CHANCE * chances.length)),
  );
  const { seed } = settings;
  const [draws, most] = [Math.min(settings.draws, affordable), Math.min(settings.most, affordable)];
  const makespanNs = run.untilNs - run.fromNs;
  const endOfRun = asItWas.numbers.end[run.size];
  // Without pools these would be the times that were observed.
  const baseNs =
    model === undefined
      ? asItWas.observedNs[endOfRun]
      : queuedTimes(model, asItWas, weightsOf(run, asItWas), new Map(), model.before)[endOfRun];
  const { method, outcomes } = outcomesOf(certain, chances, { seed, draws, most, runId: run.id });
  if (method === 'draws' && draws < settings.draws)
    notes.add(`The run is large: ${draws} of its outcomes were drawn, not ${settings.draws}.`);
  const all = outcomes.map(({ probability, edits }) => {
    const afterNs = timesAfter(edits())[edited.graph.numbers.end[run.size]];
    if (!(baseNs - afterNs > -Infinity)) throw deadlock(run);
    const gainNs = baseNs - afterNs;
    return { probability, gainNs, afterMs: (makespanNs - gainNs) / 1e6 };
  });
  for (const note of [...runNotes(run), ...edgeNotes(run, plan, edited), ...(model?.notes ?? [])]) notes.add(note);
  return {
    beforeMs: makespanNs / 1e6,
    gainMs: all.reduce((sum, { probability, gainNs }) => sum + probability * gainNs, 0) / 1e6,
    method,
    outcomes: all.map(({ probability, afterMs }) => ({ probability, afterMs })),
    failProbability,
    notes,
    path: () => ({
      before: pathSteps(run, asItWas, asItWas.observedNs),
      after: pathSteps(run, edited.graph, timesAfter(likeliest(certain, chances))),
    }),
  };
}

/** What has to be known of the run itself. */
function* runNotes({ isOpen, definition }: RunView): Generator<string> {
  if (isOpen) yield 'The run has not ended: the figures are about what was seen of it.';
  const [circle] = definition === undefined ? [] : circlesOf(definition);
  if (circle !== undefined)
    yield `In the definition ${circle.map(quoted).join(', ')} wait for each other in a circle: what it says of them was used all the same.`;
}

const circlesOf = fact(({ steps }: WorkflowDefinition) => definitionCycles(definitionGraph(steps)));

/** Something that is never given back is waited for. */
function deadlock({ id }: RunView): FaultlineError {
  return new FaultlineError('FAULTLINE_USAGE', {
    problem: `With these pools run ${quoted(id)} would never end: steps wait for what their callers hold.`,
    hint: 'Make the pools larger, or let callers need nothing while they wait.',
  });
}
