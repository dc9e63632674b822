import { fact } from '@faultline/graph';
import type { ActionItem, Finding, Recommendation } from '@faultline/model';
import type { Rule } from '../plugin/rule.ts';
import { quoted } from '../quoted.ts';
import { healthOf } from './health.ts';

/**
 * What to do, in order of expected benefit: first what would prevent what broke first, by the share of failures; then what
 * restores health, by points; then what else prevents failures or saves time. What is only assumed to save time comes last,
 * however much, and what is known to gain nothing is nothing to do. The findings of one rule are answered by one action:
 * its advice.
 */
export function actionItemsOf(findings: readonly Finding[], rules: readonly Rule[]): ActionItem[] {
  const adviceOf = adviceByRule(rules);
  const { score, deductions } = healthOf(findings);
  const lost = deductions.reduce((sum, { points }) => sum + points, 0);
  const byRule: ReadonlyMap<string, readonly Finding[]> = Map.groupBy(findings, ({ ruleId }) => ruleId);
  const repairs = deductions.flatMap(({ ruleId, points }) => {
    const advice = adviceOf.get(ruleId);
    if (advice === undefined || advice === '') return [];
    const answered = (byRule.get(ruleId) ?? []).filter(({ severity }) => severity !== 'info');
    const text = `${placesOf(answered)}${advice}`;
    // Far below zero one repair alone does not raise the score.
    const healthPoints = Math.max(0, 100 - (lost - points)) - score;
    return [{ text, findingIds: answered.map(({ id }) => id), healthPoints }];
  });
  const causes = causesAmong(findings, rules);
  const useful = findings
    .filter((finding): finding is Recommendation => finding.kind === 'optimizer' && !isInVain(finding))
    .toSorted(
      (a, b) => isAssumed(a) - isAssumed(b) || preventedShare(b) - preventedShare(a) || savedMs(b) - savedMs(a),
    );
  const answersCause = ({ impact, stepIds }: Recommendation): boolean =>
    impact.failureRate !== undefined && stepIds.some((stepId) => causes.has(stepId));
  const preventions = useful.filter(answersCause);
  const gains = useful.filter((recommendation) => !answersCause(recommendation));
  return [...preventions.map(actionOf), ...repairs, ...gains.map(actionOf)];
}

/** The steps that broke first. */
function causesAmong(findings: readonly Finding[], rules: readonly Rule[]): ReadonlySet<string> {
  const naming = new Set<string>(rules.flatMap(({ id, namesCause }) => (namesCause ? [id] : [])));
  return new Set(findings.flatMap(({ ruleId, stepIds }) => (naming.has(ruleId) ? stepIds : [])));
}

/** Of one that prevents failures the message tells the gain: that of all runs, failed or not, says little. */
const actionOf = ({ id, message, impact: { savesMs, failureRate } }: Recommendation): ActionItem => ({
  text: message,
  findingIds: [id],
  healthPoints: 0,
  ...(savesMs !== undefined && failureRate === undefined && { savesMs: savesMs.expected }),
});

const isInVain = ({ impact: { savesMs, savesUsd, failureRate } }: Recommendation): boolean =>
  savesMs?.high === 0 && savesUsd === undefined && failureRate === undefined;
const preventedShare = ({ impact: { failureRate } }: Recommendation): number =>
  failureRate === undefined ? 0 : failureRate.before.expected - failureRate.after.expected;
const isAssumed = ({ impact }: Recommendation): number => Number(impact.basis === 'prior');
const savedMs = ({ impact }: Recommendation): number => impact.savesMs?.expected ?? 0;

/** `"fetch", "parse" and 2 more: ` */
function placesOf(findings: readonly Finding[]): string {
  const stepIds = [...new Set(findings.flatMap((finding) => finding.stepIds))];
  if (stepIds.length === 0) return '';
  const named = stepIds.slice(0, 3).map(quoted);
  const more = stepIds.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}: `;
}

const adviceByRule = fact(
  (rules: readonly Rule[]): ReadonlyMap<string, string> =>
    new Map<string, string>(rules.map(({ id, advice }) => [id, advice])),
);
