import { formatQuantity, quoted } from '@faultline/core';
import type { Block, Cell } from '@faultline/model';
import { perThousand } from './effect-text.ts';
import type { MeasureKind } from './measure.ts';
import type { PointValue } from './point-value.ts';
import type { PreventionValue } from './prevention-section.ts';

/** For each weak point: what it is, the measures that apply side by side, and why the others do not. */
export function preventionBlocks({ hasTimes, points }: PreventionValue): readonly Block[] {
  return points.flatMap((point): Block[] => {
    const applying = point.measures.filter(({ applies }) => applies);
    const others = point.measures.filter(({ applies }) => !applies);
    return [
      { type: 'text', text: headline(point, applying.length > 0) },
      ...(applying.length === 0
        ? []
        : point.simulatedRuns > 0
          ? weighed(point, applying, hasTimes)
          : [unweighed(applying)]),
      ...(others.length > 0
        ? [{ type: 'text' as const, text: `Not here: ${others.map(reasonText).join('; ')}.` }]
        : []),
    ];
  });
}

type MeasureValue = PointValue['measures'][number];

function headline(point: PointValue, hasAny: boolean): string {
  const { simulatedRuns, workflow } = point;
  const rate = simulatedRuns === 0 ? 'Nobody knows how often that happens.' : rateText(point);
  if (!hasAny) return `${subject(point)}. ${rate} Nothing of what is known here would prevent it.`;
  if (simulatedRuns === 0) return `${subject(point)}. ${rate}`;
  const around = workflow === 'step' ? 'the step alone' : `${simulatedRuns} runs of the ${workflow} workflow`;
  return `${subject(point)}. ${rate} Simulated: ${around}.`;
}

function rateText({ fails, basis, kind }: PointValue): string {
  const estimate = `${perThousand(fails.expected)} of 1,000 (${perThousand(fails.low)} to ${perThousand(fails.high)})`;
  if (fails.basis !== 'learned') return `That is expected in ${estimate}, ${basis}.`;
  const seen = `${fails.happened} of ${fails.observed} ${kind === 'slow' ? 'executions' : 'attempts'}`;
  const happened = kind === 'slow' ? `${seen} took as long` : `That happened in ${seen}`;
  return `${happened}: ${estimate} are to be expected.`;
}

function subject({ stepId, kind, failureType, victimId, lateAfterMs }: PointValue): string {
  const step = quoted(stepId);
  switch (kind) {
    case 'output':
      return `${step} handed on what ${quoted(victimId ?? '')} failed of`;
    case 'slow':
      return `${step} was slow, and the run took longer than ${formatQuantity(lateAfterMs ?? 0, 'ms')}`;
    default:
      return `${step} failed with ${quoted(failureType ?? '')}${kind === 'swallowed' ? ', and nobody dealt with it' : ''}`;
  }
}

const weighed = (point: PointValue, measures: readonly MeasureValue[], hasTimes: boolean): Block[] => [
  table(point, measures, hasTimes),
  { type: 'text', text: `Here: ${measures.map(reasonText).join('; ')}.` },
];

const table = ({ counted }: PointValue, measures: readonly MeasureValue[], hasTimes: boolean): Block => {
  const times = [
    'half of runs within',
    '19 of 20 within',
    counted === 'late-runs' ? 'late while as slow' : 'worst case',
  ];
  const before = measures[0]?.effect?.before;
  return {
    type: 'table',
    columns: ['measure', countedText[counted], '95 % interval', ...(hasTimes ? times : [])],
    rows: [
      ...(before === undefined ? [] : [row('as today', before, counted, hasTimes)]),
      ...measures.flatMap((measure) =>
        measure.effect === null ? [] : [row(measureText(measure), measure.effect.after, counted, hasTimes)],
      ),
    ],
  };
};

type Side = NonNullable<MeasureValue['effect']>['before'];

const row = (measure: string, side: Side, counted: PointValue['counted'], hasTimes: boolean): Cell[] => [
  measure,
  perThousand(side.failureRate.expected),
  intervalText(side.failureRate),
  ...(hasTimes ? timesOf(side, counted) : []),
];

const timesOf = (side: Side, counted: PointValue['counted']): Cell[] => [
  { value: side.p50Ms, unit: 'ms' },
  { value: side.p95Ms, unit: 'ms' },
  counted === 'late-runs' ? perThousand(side.worstFailureRate) : { value: side.worstMs, unit: 'ms' },
];

/** One without width claims more than anybody knows. */
const intervalText = ({ low, high }: Side['failureRate']): string =>
  high > low ? `${perThousand(low)} to ${perThousand(high)}` : '';

/** What is counted, of a thousand runs. */
const countedText: Readonly<Record<PointValue['counted'], string>> = {
  'failed-runs': 'of 1,000 fail',
  'runs-without': 'of 1,000 do without',
  'wrong-runs': 'of 1,000 go on all the same',
  'late-runs': 'of 1,000 are late',
};

/** Where nobody knows how much they gain. */
const unweighed = (measures: readonly MeasureValue[]): Block => ({
  type: 'text',
  text: `May help, with no history to say how much: ${measures.map((one) => `${measureText(one)} (${one.reason})`).join('; ')}.`,
});

/** A measure with its numbers: `retry, 2 times at most, 1 s apart`. */
function measureText({ kind, figures }: MeasureValue): string {
  const { retries = 0, pauseMs = 0, timeoutMs = 0, openAfter = 0, hedgeMs = 0, secondTry = 0 } = figures;
  switch (kind) {
    case 'retry':
      return `retry, ${retries} times at most, ${formatQuantity(pauseMs, 'ms')} apart`;
    case 'timeout':
      return `timeout after ${formatQuantity(timeoutMs, 'ms')}${secondTry > 0 ? ', then once more' : ''}`;
    case 'fallback':
      return timeoutMs > 0 ? `fallback after ${formatQuantity(timeoutMs, 'ms')}` : kindText[kind];
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
