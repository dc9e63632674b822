import { severities, type Finding } from '@faultline/model';

/**
 * Worst first. Of equal severity what is certain comes before what is likely: facts before chances, exact chances before
 * extrapolated ones, the least false discovery rate first. Then by time, step and id: the same order whatever rule reported
 * first.
 */
export const inFindingOrder = (a: Finding, b: Finding): number =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
  isExtrapolated(a) - isExtrapolated(b) ||
  falseRateOf(a) - falseRateOf(b) ||
  a.startMs - b.startMs ||
  compareText(a.stepIds.join(), b.stepIds.join()) ||
  compareText(a.id, b.id);

const isExtrapolated = (finding: Finding): number =>
  Number(finding.kind === 'detector' && finding.guarantee === 'extrapolated');

/** What no chance is given for is a fact. */
const falseRateOf = (finding: Finding): number => (finding.kind === 'detector' && finding.qValue) || 0;

/** By code units, not by locale: the same on every machine. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
