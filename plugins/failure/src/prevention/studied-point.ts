import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepDefinition, WorkflowDefinition } from '@faultline/model';
import { isOfInput } from './failure-kinds.ts';
import { surroundingsOf, type Situation, type StepOdds, type Surroundings } from './surroundings.ts';
import { trackRecordOf, type Knowledge, type TrackRecord } from './track-record.ts';
import type { WeakPoint } from './weak-point.ts';
import { workflowAround, type WorkflowAround } from './workflow-around.ts';

/** A weak point with what is known of it, and the workflow around it as simulated. */
export interface StudiedPoint extends WeakPoint {
  readonly record: TrackRecord;
  readonly around: WorkflowAround;
  /** What is counted as a failure: see `Counted`. */
  readonly counted: Counted;
  /** How many cases the failure rates of other steps rest on, of the one that is known least. */
  readonly otherCases: number;
  /** What the step that it runs inside of does beside it. */
  readonly restMs: number;
  /** By how it ends. */
  readonly delivered: Surroundings;
  readonly failed: Surroundings;
  readonly spoiled: Surroundings;
  readonly stopped: Surroundings;
}

/**
 * What a measure is to make rarer: runs that fail, where this fails them; runs that go on without the result of the step;
 * or runs that go on with a wrong one.
 */
export type Counted = 'failed-runs' | 'runs-without' | 'wrong-runs';

/** So many steps are simulated for each situation, within these numbers of runs. */
const steps = 60_000;
const [fewestRuns, mostRuns] = [100, 1000];

/** Simulates the workflow around a weak point. O(60,000 steps) for each of two or three situations, remembered. */
export function studied(run: RunView, point: WeakPoint, known: Knowledge): StudiedPoint {
  const { stepId, fate, victimId, kind } = point;
  const [execution] = point.executions;
  const isTolerated = fate !== 'fatal' && kind !== 'output';
  // A weak point has executions.
  const around = workflowAround(run, execution!, known.history, isTolerated);
  const { definition, hostId } = around;
  const inWorkflow = { ...known, definition };
  const own = trackRecordOf(stepId, inWorkflow, { run, isOfInput: isOfInput(point.failureType) });
  const record = victimId === undefined ? own : { ...own, fails: victimRate(run, victimId, inWorkflow) };
  const play = (situation: Omit<Situation, 'stepId'>): Surroundings =>
    played(run, inWorkflow, definition, { stepId: hostId, victimId, ...situation });
  const delivered = play({ fails: false });
  const isHarmful = kind === 'failure' && (hostId === stepId || hasHostFailed(run, hostId));
  const failed = isHarmful ? play({ fails: true }) : delivered;
  const spoiled = kind === 'output' ? play({ fails: false, victimFails: true }) : delivered;
  const isFatal = fate === 'fatal' && run.status === 'failed';
  const harm = kind === 'output' ? spoiled : failed;
  return {
    ...point,
    record,
    around,
    counted:
      kind === 'swallowed'
        ? 'wrong-runs'
        : isFatal || failedShare(harm) - failedShare(delivered) > 0.5
          ? 'failed-runs'
          : 'runs-without',
    otherCases: otherCases(inWorkflow, definition, hostId),
    restMs: hostId === stepId ? 0 : restOf(hostId, own, inWorkflow, run),
    delivered,
    failed: isFatal ? alwaysFailing(failed) : failed,
    spoiled: isFatal && kind === 'output' ? alwaysFailing(spoiled) : spoiled,
    stopped: kind === 'failure' ? failed : alwaysFailing(play({ fails: true, stops: true })),
  };
}

/** How often the later step fails; of what it is given, at most. */
const victimRate = (run: RunView, victimId: string, known: Knowledge): TrackRecord['fails'] =>
  trackRecordOf(victimId, known, { run, isOfInput: true }).fails;

/** Of steps of which something is known. `Infinity`: of none, and none is taken to fail. */
function otherCases(known: Knowledge, { steps: all }: WorkflowDefinition, hostId: string): number {
  const rates = all.filter(({ id }) => id !== hostId).map(({ id }) => recordBeside(id, known, undefined).fails);
  return Math.min(...rates.filter(({ basis }) => basis !== 'prior').map(({ cases }) => cases));
}

const hasHostFailed = (run: RunView, hostId: string): boolean =>
  run.executionsOf(hostId).some(({ status }) => status === 'failed');

const failedShare = ({ runs, hasFailed }: Surroundings): number => {
  let failed = 0;
  for (let run = 0; run < runs; run++) failed += Number(hasFailed(run));
  return failed / runs;
};

/** The run did fail of it, whatever the definition says of tolerance. */
const alwaysFailing = (surroundings: Surroundings): Surroundings => ({ ...surroundings, hasFailed: () => true });

function restOf(hostId: string, { completesMs }: TrackRecord, known: Knowledge, run: RunView): number {
  const host = trackRecordOf(hostId, known, { run, isOfInput: false });
  return Math.max(0, host.completesMs(0.5) - completesMs(0.5));
}

/** Simulated once for all runs that are compared with the same history; without one, for each run. */
function played(run: RunView, known: Knowledge, definition: WorkflowDefinition, situation: Situation): Surroundings {
  const isAlone = known.history.length === 0;
  const kept = playedFor(isAlone ? run : known.baselines);
  const ofDefinition = kept.get(definition) ?? new Map<string, Surroundings>();
  kept.set(definition, ofDefinition);
  const key = JSON.stringify([
    situation.stepId,
    situation.fails,
    situation.victimId,
    situation.victimFails,
    situation.stops,
  ]);
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

/** Another step. What nobody knows of it is taken to be nothing: it never fails, it takes no time. */
function stepOdds(stepId: string, known: Knowledge, run: RunView | undefined): StepOdds {
  const { fails, failsAgain, attempts, completesMs, failsMs } = recordBeside(stepId, known, run);
  return {
    failureProbability: fails.basis === 'prior' ? 0 : fails.expected * failsAgain.expected ** (attempts - 1),
    durationMs: completesMs,
    failsMs,
  };
}

const recordBeside = (stepId: string, known: Knowledge, run: RunView | undefined): TrackRecord =>
  trackRecordOf(stepId, known, { run, isOfInput: false });
