import { severities, type Finding } from '@faultline/model';

/** Worst first, then by time, step and id: the same order whatever rule reported first. */
export const inFindingOrder = (a: Finding, b: Finding): number =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
  a.startMs - b.startMs ||
  compareText(a.stepIds.join(), b.stepIds.join()) ||
  compareText(a.id, b.id);

/** By code units, not by locale: the same on every machine. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
