import { firstPlaces, measured, type RunView } from '@faultline/core';
import type { Evidence, Impact, StepExecution } from '@faultline/model';
import { effectText } from './effect-text.ts';
import { impactOf } from './gain.ts';
import type { MeasureKind } from './measure.ts';
import { assessed, isFair, studiedPoints, type PreventionContext } from './prevention.ts';
import { settingsSchema, type Settings } from './settings.ts';
import type { StudiedPoint } from './studied-point.ts';

/** A measure worth proposing, as a rule reports it. */
export interface Proposal {
  readonly step: string;
  readonly kind: StudiedPoint['kind'];
  /** The numbers of the measure itself. */
  readonly figures: Readonly<Record<string, number>>;
  /** The end of the message: what it does to failures and to time, and what that rests on. */
  readonly effect: string;
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
  for (const { point, study } of studiedPoints(run, context)) {
    context.checkpoint();
    const { measure, gain, isWorthwhile } = assessed(study, kind, settings);
    if (measure === undefined || !isWorthwhile) continue;
    yield {
      step: point.stepId,
      kind: point.kind,
      figures: measure.figures,
      effect: effectText(study, measure, gain, settings),
      report: {
        at: firstPlaces(point.executions),
        impact: gain === undefined ? { basis: 'prior' } : impactOf(gain, isFair(gain, settings)),
        evidence: evidenceOf(study),
      },
    };
  }
}

function evidenceOf({ isKnown, record: { fails, failsAgain }, failedAttempts, slowness }: StudiedPoint): Evidence[] {
  return [
    ...(isKnown
      ? [
          measured('failureRate', fails.expected, 'share'),
          measured('attempts', fails.observed, 'count'),
          measured('failureRateOfFurtherAttempts', failsAgain.expected, 'share'),
          measured('furtherAttempts', failsAgain.observed, 'count'),
        ]
      : []),
    slowness === undefined
      ? measured('failedAttempts', failedAttempts, 'count')
      : measured('durationMs', slowness.tookMs, 'ms'),
  ];
}
