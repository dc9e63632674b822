import type { RunView } from '@faultline/core';
import { enoughForPercentiles } from '@faultline/facts';
import { fact } from '@faultline/graph';
import type { WorkflowDefinition } from '@faultline/model';
import { isOfInput } from './failure-kinds.ts';
import { slowRecordOf } from './slow-record.ts';
import { needsRun, played, recordBeside } from './played.ts';
import type { Situation, Surroundings } from './surroundings.ts';
import { trackRecordOf, type Knowledge, type TrackRecord } from './track-record.ts';
import type { Weakness } from './weak-point.ts';
import { workflowAround, type WorkflowAround } from './workflow-around.ts';

/**
 * A weakness with what is known of it, and the workflow around it, simulated when first asked for. Shared by all runs in
 * which it shows in the same way.
 */
export interface StudiedPoint extends Weakness {
  readonly record: TrackRecord;
  readonly around: WorkflowAround;
  /** What is counted as a failure: see `Counted`. */
  readonly counted: Counted;
  /** Whether more than a guess is known of how often it happens: else nothing is simulated, and no figures are told. */
  readonly isKnown: boolean;
  /** How many cases the failure rates of other steps rest on, of the one that is known least. */
  readonly otherCases: () => number;
  /** What the step that it runs inside of does beside it. */
  readonly restMs: number;
  /** By how it ends. */
  readonly surroundings: Readonly<Record<SituationName, () => Surroundings>>;
}

/** How a step may end, as far as the workflow around it can tell. */
type SituationName = 'delivered' | 'failed' | 'spoiled' | 'stopped';

/**
 * What a measure is to make rarer: runs that fail, where this fails them; runs that go on without the result of the step;
 * runs that go on with a wrong one; or runs that are late.
 */
export type Counted = 'failed-runs' | 'runs-without' | 'wrong-runs' | 'late-runs';

/**
 * Studies a weakness. The workflow around it is simulated at most once for each situation, O(60,000 steps), and the whole
 * is remembered: runs that are compared with the same history and fail in the same way are told the same.
 */
export function studied(run: RunView, weakness: Weakness, known: Knowledge): StudiedPoint {
  const [execution] = run.executionsOf(weakness.stepId);
  const isTolerated = weakness.fate !== 'fatal' && weakness.kind !== 'output';
  // A weak point has executions.
  const around = workflowAround(run, execution!, known.history, isTolerated);
  const inWorkflow = { ...known, definition: around.definition };
  const record = recordOf(run, weakness, inWorkflow);
  const isFatal = weakness.fate === 'fatal' && run.status === 'failed';
  const isHarmful =
    weakness.kind === 'failure' && (around.hostId === weakness.stepId || hasHostFailed(run, around.hostId));
  const key = JSON.stringify([weaknessKey(weakness), around.hostId, isFatal, isHarmful, record.key]);
  const ofDefinition = studiesOf(needsRun(inWorkflow) ? run : known.baselines);
  const studies = ofDefinition.get(around.definition) ?? new Map<string, StudiedPoint>();
  ofDefinition.set(around.definition, studies);
  let study = studies.get(key);
  if (study === undefined)
    studies.set(key, (study = newStudy(run, weakness, { ...inWorkflow, around, record, isFatal, isHarmful })));
  return study;
}

const studiesOf = fact((_known: object) => new WeakMap<WorkflowDefinition, Map<string, StudiedPoint>>());

const weaknessKey = (one: Weakness): readonly unknown[] => [
  one.stepId,
  one.stepType,
  one.kind,
  one.failureType,
  one.fate,
  one.victimId,
  one.failedAttempts,
  one.slowness,
];

interface Study extends Knowledge {
  readonly around: WorkflowAround;
  readonly record: TrackRecord;
  readonly isFatal: boolean;
  readonly isHarmful: boolean;
}

function newStudy(run: RunView, weakness: Weakness, study: Study): StudiedPoint {
  const { stepId, kind, victimId, slowness } = weakness;
  const { around, record, isFatal, isHarmful } = study;
  const { definition, hostId } = around;
  const { basis, observed } = record.fails;
  const isKnown = basis === 'declared' || observed >= enoughForPercentiles;
  const play = (situation: Omit<Situation, 'stepId'>) =>
    once(() => {
      const surroundings = played(run, study, definition, { stepId: hostId, victimId, ...situation });
      return slowness === undefined ? surroundings : lateAfter(surroundings, slowness.lateAfterMs);
    });
  const delivered = play({ fails: false });
  const harmed = isHarmful ? play({ fails: true }) : delivered;
  const spoiled = kind === 'output' ? play({ fails: false, victimFails: true }) : delivered;
  const stopped = play({ fails: true, stops: true });
  const failed = isFatal ? once(() => alwaysFailing(harmed())) : harmed;
  const harm = kind === 'output' ? spoiled : failed;
  const fails = isFatal || (isKnown && kind !== 'slow' && failedShare(harm()) - failedShare(delivered()) > 0.5);
  return {
    ...weakness,
    record,
    around,
    isKnown,
    counted:
      kind === 'slow' ? 'late-runs' : kind === 'swallowed' ? 'wrong-runs' : fails ? 'failed-runs' : 'runs-without',
    otherCases: once(() => otherCases(study, definition, hostId)),
    restMs: hostId === stepId ? 0 : restOf(hostId, record, study, run),
    surroundings: {
      delivered,
      failed,
      spoiled: isFatal && kind === 'output' ? once(() => alwaysFailing(spoiled())) : spoiled,
      stopped: kind === 'failure' ? failed : once(() => alwaysFailing(stopped())),
    },
  };
}

/** Makes something when it is first asked for. */
function once<Made extends object | number>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

function recordOf(run: RunView, weakness: Weakness, known: Knowledge): TrackRecord {
  const { stepId, failureType, victimId, slowness } = weakness;
  const kind = isOfInput(failureType) ? 'input' : 'other';
  const own = trackRecordOf(stepId, known, { run, kind });
  if (slowness !== undefined) return slowRecordOf(stepId, slowness, own, known);
  if (victimId === undefined) return own;
  // How often the later step fails; of what it is given, at most.
  const { fails, key } = trackRecordOf(victimId, known, { run, kind: 'input' });
  return { ...own, fails, key: `${own.key} ${key}` };
}

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

/** Only time counts. */
const lateAfter = (surroundings: Surroundings, lateAfterMs: number): Surroundings => ({
  ...surroundings,
  isLate: (makespanMs) => makespanMs > lateAfterMs,
});

function restOf(hostId: string, { completesMs }: TrackRecord, known: Knowledge, run: RunView): number {
  const host = trackRecordOf(hostId, known, { run, kind: 'any' });
  return Math.max(0, host.completesMs(0.5) - completesMs(0.5));
}
