import type { ActionItem, Finding, Recommendation } from '@faultline/model';
import type { Rule } from '../plugin/rule.ts';
import { healthOf } from './health.ts';

/**
 * What to do, in order of expected benefit: first what restores health, by points, then what saves time.
 * The findings of one rule are answered by one action: its advice.
 */
export function actionItemsOf(findings: readonly Finding[], rules: readonly Rule[]): ActionItem[] {
  const adviceOf = new Map<string, string>(rules.map(({ id, advice }) => [id, advice]));
  const repairs = healthOf(findings).deductions.flatMap(({ ruleId, points }) => {
    const text = adviceOf.get(ruleId);
    if (text === undefined || text === '') return [];
    const answered = findings.filter((finding) => finding.ruleId === ruleId && finding.severity !== 'info');
    return [{ text, findingIds: answered.map(({ id }) => id), healthPoints: points }];
  });
  const gains = findings
    .filter((finding): finding is Recommendation => finding.kind === 'optimizer')
    .map(({ id, message, impact: { savesMs } }) => ({
      text: message,
      findingIds: [id],
      healthPoints: 0,
      ...(savesMs !== undefined && { savesMs: savesMs.expected }),
    }))
    .toSorted((a, b) => (b.savesMs ?? 0) - (a.savesMs ?? 0));
  return [...repairs, ...gains];
}
