import { measured, type RunView } from '@faultline/core';
import type { Evidence, Impact, StepExecution } from '@faultline/model';
import { firstPlaces } from '../first-places.ts';
import { impactOf, type Gain } from './gain.ts';
import type { MeasureKind } from './measure.ts';
import { assessed, studiedPoints, type PreventionContext } from './prevention.ts';
import { settingsSchema, type Settings } from './settings.ts';
import type { Counted, StudiedPoint } from './studied-point.ts';

/** The end of every message: what a measure does to failures and to time, and what that rests on. */
export const effect =
  '{{counted}} {{before:share}} -> {{after:share}} ({{low:share}} to {{high:share}}), worst case {{worstBefore:ms}} -> {{worstAfter:ms}}; {{from}}.';

/** What `effect` is filled with. */
interface EffectData {
  readonly counted: string;
  readonly before: number;
  readonly after: number;
  readonly low: number;
  readonly high: number;
  /** How long a run takes in which all attempts fail. */
  readonly worstBefore: number;
  readonly worstAfter: number;
  readonly from: string;
}

/** A measure worth proposing, as a rule reports it. */
export interface Proposal {
  readonly step: string;
  readonly kind: StudiedPoint['kind'];
  /** The numbers of the measure itself. */
  readonly figures: Readonly<Record<string, number>>;
  readonly effect: EffectData;
  readonly report: {
    readonly at: readonly StepExecution[];
    readonly impact: Impact;
    readonly evidence: readonly Evidence[];
  };
}

/** The measures of one kind that are worth proposing for a run. */
export function* proposals(
  run: RunView,
  context: PreventionContext & { readonly options: Partial<Settings>; readonly checkpoint: () => void },
  kind: MeasureKind,
): Generator<Proposal> {
  const settings = settingsSchema.parse(context.options);
  for (const point of studiedPoints(run, context)) {
    context.checkpoint();
    const { measure, gain, isWorthwhile } = assessed(point, kind, settings);
    if (measure === undefined || gain === undefined || !isWorthwhile) continue;
    yield {
      step: point.stepId,
      kind: point.kind,
      figures: measure.figures,
      effect: effectData(point, gain),
      report: { at: firstPlaces(point.executions), impact: impactOf(point, gain), evidence: evidenceOf(point) },
    };
  }
}

function effectData(point: StudiedPoint, { worstMs, failureRate }: Gain): EffectData {
  return {
    counted: countedText[point.counted],
    before: failureRate.before.expected,
    after: failureRate.after.expected,
    low: failureRate.after.low,
    high: failureRate.after.high,
    worstBefore: worstMs.before,
    worstAfter: worstMs.after,
    from: basisText(point),
  };
}

/** What is counted as a failure, in words. */
export const countedText: Readonly<Record<Counted, string>> = {
  'failed-runs': 'failed runs',
  'runs-without': 'runs without its result',
  'wrong-runs': 'runs that go on all the same',
};

/** What the failure rate of a step rests on, in words. */
export function basisText({ record: { fails } }: StudiedPoint): string {
  if (fails.basis === 'prior') return 'a guess, as nothing was learned';
  const seen = fails.observed === 1 ? '1 attempt' : `${fails.observed} attempts`;
  if (fails.basis === 'learned') return `from ${seen}`;
  return fails.observed === 0 ? 'by declared rates' : `by declared rates and ${seen}`;
}

function evidenceOf({ record: { fails, failsAgain }, failedAttempts }: StudiedPoint): readonly Evidence[] {
  return [
    measured('failureRate', fails.expected, 'share'),
    measured('attempts', fails.observed, 'count'),
    measured('failureRateOfFurtherAttempts', failsAgain.expected, 'share'),
    measured('furtherAttempts', failsAgain.observed, 'count'),
    measured('failedAttempts', failedAttempts, 'count'),
  ];
}
