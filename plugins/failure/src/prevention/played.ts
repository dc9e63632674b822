import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepDefinition, WorkflowDefinition } from '@faultline/model';
import { declaredBehaviour } from '@faultline/simulator';
import { surroundingsOf, type Situation, type StepOdds, type Surroundings } from './surroundings.ts';
import { trackRecordOf, type Knowledge, type TrackRecord } from './track-record.ts';

/** So many steps are simulated for each situation, within these numbers of runs. */
const steps = 60_000;
const [fewestRuns, mostRuns] = [100, 1000];

/**
 * Simulated once for all runs that are compared with the same history, or the same declaration; for each run where nothing
 * but the run tells how long steps take.
 */
export function played(
  run: RunView,
  known: Knowledge,
  definition: WorkflowDefinition,
  situation: Situation,
): Surroundings {
  const isAlone = needsRun(known);
  const kept = playedFor(isAlone ? run : known.baselines);
  const ofDefinition = kept.get(definition) ?? new Map<string, Surroundings>();
  kept.set(definition, ofDefinition);
  const { stepId, fails, victimId, victimFails, stops } = situation;
  const key = JSON.stringify([stepId, fails, victimId, victimFails, stops]);
  let surroundings = ofDefinition.get(key);
  if (surroundings === undefined) {
    const oddsOf = (step: StepDefinition) => stepOdds(step.id, known, isAlone ? run : undefined);
    const runs = Math.min(mostRuns, Math.max(fewestRuns, Math.floor(steps / definition.steps.length)));
    surroundings = surroundingsOf(definition, situation, oddsOf, runs);
    ofDefinition.set(key, surroundings);
  }
  return surroundings;
}

const playedFor = fact((_known: object) => new WeakMap<WorkflowDefinition, Map<string, Surroundings>>());

/** Whether neither earlier runs nor a declaration tell how long steps take. */
export const needsRun = ({ history, definition }: Knowledge): boolean =>
  history.length === 0 && (definition === undefined || !isTimed(definition));

const isTimed = fact(({ steps: all }: WorkflowDefinition): boolean =>
  all.every((step) => declaredBehaviour(step).durationMs !== undefined),
);

/** Another step. What nobody knows of it is taken to be nothing: it never fails, it takes no time. */
function stepOdds(stepId: string, known: Knowledge, run: RunView | undefined): StepOdds {
  const { fails, failsAgain, attempts, completesMs, failsMs } = recordBeside(stepId, known, run);
  return {
    failureProbability: fails.basis === 'prior' ? 0 : fails.expected * failsAgain.expected ** (attempts - 1),
    durationMs: completesMs,
    failsMs,
  };
}

/** How attempts at another step go, whatever they fail of. */
export const recordBeside = (stepId: string, known: Knowledge, run: RunView | undefined): TrackRecord =>
  trackRecordOf(stepId, known, { run, kind: 'any' });
