import { hasTimes, type RunView } from '@faultline/core';
import { enoughForPercentiles, type Baselines } from '@faultline/facts';
import type { StepDefinition, WorkflowDefinition } from '@faultline/model';
import { constant, declaredBehaviour, empirical, type QuantileFunction } from '@faultline/simulator';
import { rateOf, type PriorCases, type Rate } from './rate.ts';
import { countsOf, type AttemptCounts, type FailureKind } from './attempt-counts.ts';
import { isOfInput } from './failure-kinds.ts';

/** How attempts at a step usually go. */
export interface TrackRecord {
  /** The first attempt fails. */
  readonly fails: Rate;
  /** A further attempt fails, after the one before it did. */
  readonly failsAgain: Rate;
  /** It fails for good in the next run too, after it did in one. */
  readonly failsNextRun: Rate;
  /** The most attempts that were made, or would be. */
  readonly attempts: number;
  /** Between two attempts. `undefined`: there never were two. */
  readonly pauseMs: number | undefined;
  /** How long an attempt takes that completes. */
  readonly completesMs: QuantileFunction;
  /** Whether that is known from what completed or was declared: else it is how long those took that failed. */
  readonly isDurationKnown: boolean;
  /** How long an attempt takes that fails. */
  readonly failsMs: QuantileFunction;
  /** Equal for equal records, of one history. */
  readonly key: string;
}

/** What is known of a workflow beside the run that is looked at. */
export interface Knowledge {
  readonly definition: WorkflowDefinition | undefined;
  readonly workflowId: string;
  readonly baselines: Baselines;
  /** Earlier runs. */
  readonly history: readonly RunView[];
}

/** A failure rate where nobody knows one: a guess that counts as little as two attempts. */
const guessed: PriorCases = { share: 0.05, cases: 2, basis: 'prior' };
/** A declared one counts as much as 20, as all that is declared does. */
const declaredCases = 20;
/** Before anything was learned of further attempts they are taken to be like first ones, which counts as two of them. */
const furtherCases = 2;
/** What fails of what it was given fails again, until data say otherwise. */
const failsAgainOfInput: PriorCases = { share: 0.95, cases: furtherCases, basis: 'prior' };
/** Whether the next run fails too is as likely as not where nobody knows. */
const nextRunGuess: PriorCases = { share: 0.5, cases: 1, basis: 'prior' };
/** More attempts than this are not simulated: what is left fails. */
const mostAttempts = 6;

/**
 * How attempts at a step go, from what was learned, what is declared, and the attempts of a run. O(executions of the step).
 *
 * @param run `undefined`: earlier runs alone
 * @param kind which failures are meant: after one of the input the next attempt is expected to fail as well
 */
export function trackRecordOf(
  stepId: string,
  known: Knowledge,
  { run, kind }: { readonly run?: RunView | undefined; readonly kind: FailureKind },
): TrackRecord {
  const counts = countsOf(stepId, kind, known.history, run);
  const step = known.definition?.steps.find(({ id }) => id === stepId);
  const fails = failureRateOf(stepId, kind, known, step, counts);
  const likeFirst: PriorCases = { share: fails.expected, cases: furtherCases, basis: 'prior' };
  const completesMs = completionOf(stepId, known, step, counts);
  const failsMs = counts.failedMs.length > 0 ? empirical(counts.failedMs) : (completesMs ?? constant(0));
  return {
    fails,
    failsAgain: rateOf(counts.furtherFailed, counts.further, kind === 'input' ? failsAgainOfInput : likeFirst),
    failsNextRun: rateOf(counts.failedAfterFailed, counts.afterFailed, nextRunGuess),
    attempts: Math.min(mostAttempts, counts.most),
    pauseMs: counts.pausesMs.length === 0 ? undefined : empirical(counts.pausesMs)(0.5),
    completesMs: completesMs ?? failsMs,
    isDurationKnown: completesMs !== undefined && (run === undefined || hasTimes(run)),
    failsMs,
    key: run === undefined ? '' : keyOf(counts),
  };
}

/** Times that earlier runs told are those of the history. */
const keyOf = ({ further, furtherFailed, most, pausesMs, completedMs, failedMs }: AttemptCounts): string =>
  [further, furtherFailed, most, pausesMs, completedMs, failedMs]
    .map((one) => (typeof one === 'number' ? one : one.length === 1 ? one[0] : one.length))
    .join(' ');

/** Of first attempts. The baselines know all attempts: the same, where nothing is ever tried again. */
function failureRateOf(
  stepId: string,
  kind: FailureKind,
  { baselines, workflowId }: Knowledge,
  step: StepDefinition | undefined,
  counts: AttemptCounts,
): Rate {
  const declared = step && declaredBehaviour(step).failureProbability;
  const prior: PriorCases =
    step === undefined || declared === undefined || !Object.hasOwn(step.baseline, 'successRate')
      ? guessed
      : { share: declared, cases: declaredCases, basis: 'declared' };
  const learned = baselines.successRateOf(workflowId, stepId);
  if (learned === undefined || counts.mostEarlier > 1) return rateOf(counts.firstFailed, counts.first, prior);
  const failed = [...baselines.failureTypesOf(workflowId, stepId)]
    .filter(([type]) => kind === 'any' || isOfInput(type) === (kind === 'input'))
    .reduce((sum, [, attempts]) => sum + attempts, 0);
  return rateOf(Math.min(failed, learned.attempts), learned.attempts, prior);
}

/** As learned from enough attempts, else as declared, else as seen. */
function completionOf(
  stepId: string,
  { baselines, workflowId }: Knowledge,
  step: StepDefinition | undefined,
  counts: AttemptCounts,
): QuantileFunction | undefined {
  const learned = baselines.of(workflowId, stepId, 'durationMs');
  if (learned !== undefined && learned.count >= enoughForPercentiles) return learned.quantile;
  const declared = step && declaredBehaviour(step).durationMs;
  if (declared !== undefined) return typeof declared === 'number' ? constant(declared) : declared;
  return learned?.quantile ?? (counts.completedMs.length === 0 ? undefined : empirical(counts.completedMs));
}
