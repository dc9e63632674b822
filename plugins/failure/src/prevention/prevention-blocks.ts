import { formatQuantity, quoted } from '@faultline/core';
import type { Block } from '@faultline/model';
import type { MeasureKind } from './measure.ts';
import type { PointValue } from './point-value.ts';
import type { PreventionValue } from './prevention-section.ts';
import { countedText } from './proposal.ts';

/** For each weak point: what it is, the measures that apply side by side, and why the others do not. */
export function preventionBlocks({ points }: PreventionValue): readonly Block[] {
  return points.flatMap((point): Block[] => {
    const applying = point.measures.filter(({ applies }) => applies);
    const others = point.measures.filter(({ applies }) => !applies);
    return [
      { type: 'text', text: headline(point, applying.length > 0) },
      ...(applying.length > 0 ? [table(point, applying)] : []),
      ...(others.length > 0
        ? [{ type: 'text' as const, text: `Not here: ${others.map(reasonText).join('; ')}.` }]
        : []),
    ];
  });
}

type MeasureValue = PointValue['measures'][number];

function headline(
  { stepId, kind, failureType, victimId, fails, basis, simulatedRuns, workflow }: PointValue,
  hasAny: boolean,
): string {
  const what =
    kind === 'output'
      ? `${quoted(stepId)} handed on what ${quoted(victimId ?? '')} failed of`
      : `${quoted(stepId)} failed with ${quoted(failureType)}${kind === 'swallowed' ? ', and nobody dealt with it' : ''}`;
  const rate = `${formatQuantity(fails.expected, 'share')} of attempts (${formatQuantity(fails.low, 'share')} to ${formatQuantity(fails.high, 'share')}; ${basis})`;
  const around = workflow === 'step' ? 'the step alone' : `${simulatedRuns} runs of the ${workflow} workflow`;
  const simulated = hasAny ? ` Simulated: ${around}.` : ' Nothing of what is known here would prevent it.';
  return `${what}. It is expected to in ${rate}.${simulated}`;
}

const table = ({ counted }: PointValue, measures: readonly MeasureValue[]): Block => {
  const [{ effect } = { effect: null }] = measures;
  return {
    type: 'table',
    columns: [
      'measure',
      countedText[counted],
      '95 % interval',
      'half of runs within',
      '19 of 20 within',
      'worst case',
      'why',
    ],
    rows: [
      ...(effect === null ? [] : [row('as today', effect.before, '')]),
      ...measures.flatMap((measure) =>
        measure.effect === null ? [] : [row(measureText(measure), measure.effect.after, measure.reason)],
      ),
    ],
  };
};

type Side = NonNullable<MeasureValue['effect']>['before'];

const row = (measure: string, { failureRate, p50Ms, p95Ms, worstMs }: Side, why: string) => [
  measure,
  { value: failureRate.expected, unit: 'share' as const },
  `${formatQuantity(failureRate.low, 'share')} to ${formatQuantity(failureRate.high, 'share')}`,
  { value: p50Ms, unit: 'ms' as const },
  { value: p95Ms, unit: 'ms' as const },
  { value: worstMs, unit: 'ms' as const },
  why,
];

/** A measure with its numbers: `retry, 2 times at most, 1 s apart`. */
function measureText({ kind, figures }: MeasureValue): string {
  const { retries = 0, pauseMs = 0, timeoutMs = 0, openAfter = 0, hedgeMs = 0 } = figures;
  switch (kind) {
    case 'retry':
      return `retry, ${retries} times at most, ${formatQuantity(pauseMs, 'ms')} apart`;
    case 'timeout':
      return `timeout after ${formatQuantity(timeoutMs, 'ms')}`;
    case 'breaker':
      return `circuit breaker, opens after ${openAfter} failures`;
    case 'redundancy':
      return `second provider, after a failure or ${formatQuantity(hedgeMs, 'ms')}`;
    default:
      return kindText[kind];
  }
}

const kindText: Readonly<Record<MeasureKind, string>> = {
  retry: 'retry',
  timeout: 'timeout',
  fallback: 'fallback',
  gate: 'check of the result',
  breaker: 'circuit breaker',
  redundancy: 'second provider',
};

const reasonText = ({ kind, reason }: MeasureValue): string => `${kindText[kind]}: ${reason}`;
