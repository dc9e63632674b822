import { formatQuantity } from '@faultline/core';
import type { Evidence, Finding, FindingOf, Interval, Unit } from '@faultline/model';
import { counted } from './words.ts';

/** What a finding rests on, in words: what its kind says first, then piece by piece. */
export const evidenceTexts = (finding: Finding): string[] => [
  ...ownTexts(finding),
  ...finding.evidence.map(evidenceText),
];

function ownTexts(finding: Finding): string[] {
  switch (finding.kind) {
    case 'detector':
      return [
        ...(finding.score === undefined ? [] : [`score ${formatQuantity(finding.score, 'count')}`]),
        ...chanceText(finding),
      ];
    case 'failure-rule':
      return [
        `${formatQuantity(finding.confidence, 'share')} sure`,
        ...(finding.causes.length > 0 ? [`from the effect to the root: ${finding.causes.join(' < ')}`] : []),
      ];
    case 'optimizer':
      return [
        ...(finding.impact.savesMs === undefined ? [] : [`saves ${intervalText(finding.impact.savesMs, 'ms')}`]),
        ...(finding.impact.savesUsd === undefined ? [] : [`saves ${intervalText(finding.impact.savesUsd, 'usd')}`]),
        ...rateText(finding),
        `basis of the estimate: ${finding.impact.basis}`,
      ];
    case 'engine':
    case 'validator':
      return [];
  }
}

/** How many runs fail, or do without, before and after. */
function rateText({ impact: { failureRate } }: FindingOf<'optimizer'>): string[] {
  if (failureRate === undefined) return [];
  const { before, after } = failureRate;
  return [`failed runs ${intervalText(before, 'share')} before, ${intervalText(after, 'share')} after`];
}

/** How unusual it is, by itself and among all that was looked at. */
function chanceText({ pValue, qValue, guarantee }: FindingOf<'detector'>): string[] {
  const chances = Object.entries({ p: pValue, q: qValue }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} = ${formatQuantity(value, 'count')}`],
  );
  if (chances.length === 0) return [];
  return [chances.join(', ') + (guarantee === undefined ? '' : ` (${guarantee})`)];
}

const intervalText = ({ low, expected, high }: Interval, unit: Unit): string =>
  `${formatQuantity(expected, unit)} [${formatQuantity(low, unit)}, ${formatQuantity(high, unit)}]`;

function evidenceText(evidence: Evidence): string {
  switch (evidence.type) {
    case 'measured': {
      const where = evidence.executionId === undefined ? '' : ` of ${evidence.executionId}`;
      return `measured ${evidence.metric}${where}: ${formatQuantity(evidence.value, evidence.unit)}`;
    }
    case 'expected':
      return expectedText(evidence);
    case 'edge':
      return `${evidence.to} needed ${evidence.from} (${evidence.origin})`;
    case 'finding':
      return `because of ${evidence.findingId}`;
    case 'inferred-edges':
      return `${formatQuantity(evidence.share, 'share')} of the edges are known from time order only`;
  }
}

function expectedText({
  metric,
  p50,
  p95,
  mean,
  low,
  high,
  unit,
  basis,
  observations,
  pValue,
  guarantee,
}: Extract<Evidence, { type: 'expected' }>): string {
  const figures = Object.entries({ median: p50, 'percentile 95': p95, mean })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${formatQuantity(value, unit)}`]))
    .join(', ');
  const range =
    low === undefined || high === undefined
      ? ''
      : `, 95 % within ${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`;
  const chance = pValue === undefined ? '' : `; p = ${formatQuantity(pValue, 'count')}`;
  const promise = guarantee === undefined ? '' : `, ${guarantee}`;
  const sample = observations === undefined ? '' : ` from ${counted(observations, 'observation')}`;
  return `expected ${metric}: ${figures}${range} (${basis}${sample})${chance}${promise}`;
}
