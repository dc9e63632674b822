import { fact } from '@faultline/graph';
import type { Finding, Health } from '@faultline/model';
import type { engineRules } from '../engine/engine-findings.ts';

/** Points that one finding costs, by severity. A note costs nothing. */
const pointsPerFinding = { error: 15, warning: 4, info: 0 } as const;
const aboutHistory: keyof typeof engineRules = 'core/learned-state-discarded';
/** Points that one rule can cost: ten findings of one kind are one problem, not ten. */
const mostPointsPerRule = 30;

/**
 * The health score: 100 less what each rule deducts, not below 0. A rule deducts the points of its findings, at most 30.
 * So another finding never raises the score, and the same findings always give the same one. Recommendations are no
 * faults and cost nothing, nor does a baseline that could not be read: it says nothing about the run. See docs/methods/health-score.md.
 */
export const healthOf = fact((findings: readonly Finding[]): Health => {
  const byRule = Map.groupBy(
    findings.filter(({ kind, ruleId }) => kind !== 'optimizer' && ruleId !== aboutHistory),
    ({ ruleId }) => ruleId,
  );
  const deductions = [...byRule]
    .map(([ruleId, ofRule]) => {
      const points = ofRule.reduce((sum, { severity }) => sum + pointsPerFinding[severity], 0);
      return { ruleId, points: Math.min(points, mostPointsPerRule), findings: ofRule.length };
    })
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points || (a.ruleId < b.ruleId ? -1 : 1));
  const lost = deductions.reduce((sum, { points }) => sum + points, 0);
  return { score: Math.max(0, 100 - lost), deductions };
});
