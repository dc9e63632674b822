import { fact } from '@faultline/graph';
import { severities, type ActionItem, type Finding, type Recommendation } from '@faultline/model';
import type { Rule } from '../plugin/rule.ts';
import { quoted } from '../quoted.ts';
import { healthOf } from './health.ts';

/**
 * What to do, and what first: what broke first, then the gravest; of equals repairs, then measures, then what detectors
 * advise to look at; then by what they bring: points of health, failures that are prevented, time. What only saves time
 * answers no fault. What is only assumed comes last of its kind, however much, and what is known to gain nothing is nothing
 * to do. The findings of one rule are answered by one action: its advice. O(n log n).
 */
export function actionItemsOf(findings: readonly Finding[], rules: readonly Rule[]): ActionItem[] {
  const urgencyAt = urgencyBySteps(findings, rules);
  const repairs = repairsOf(findings, rules).map(({ item, answered }): Action => {
    const { isAtCause } = urgencyAt(answered.flatMap(({ stepIds }) => stepIds));
    return { item, rank: [isAtCause, worstOf(answered), kindOf(answered), item.healthPoints, 0, 0, 0] };
  });
  const measures = findings
    .filter((finding): finding is Recommendation => finding.kind === 'optimizer' && !isInVain(finding))
    .map((finding): Action => {
      const { isAtCause, worst } = savesTimeOnly(finding) ? notUrgent : urgencyAt(finding.stepIds);
      const gain = [isKnown(finding), preventedShare(finding), savedMs(finding)] as const;
      return { item: actionOf(finding), rank: [isAtCause, worst, kinds.measure, 0, ...gain] };
    });
  return [...repairs, ...measures].toSorted(byRank).map(({ item }) => item);
}

/** What to do, and how urgent that is. */
interface Action {
  readonly item: ActionItem;
  /** The greater first, number by number: cause, severity, kind, health points, known, prevented share, milliseconds. */
  readonly rank: readonly [number, number, number, number, number, number, number];
}

/** What is only unusual has to be looked at before anything can be mended. */
const kinds = { look: 0, measure: 1, repair: 2 } as const;
const kindOf = (answered: readonly Finding[]): number =>
  answered.every(({ kind }) => kind === 'detector') ? kinds.look : kinds.repair;

function byRank({ rank: a }: Action, { rank: b }: Action): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : b[at]! - a[at]!;
}

/** How much there is to mend at steps: whether one of them broke first, and the worst that was found there. */
interface Urgency {
  readonly isAtCause: number;
  /** Index into the severities. */
  readonly worst: number;
}
const notUrgent: Urgency = { isAtCause: 0, worst: 0 };

function urgencyBySteps(findings: readonly Finding[], rules: readonly Rule[]): (stepIds: readonly string[]) => Urgency {
  const naming = new Set<string>(rules.flatMap(({ id, namesCause }) => (namesCause ? [id] : [])));
  const causes = new Set(findings.flatMap(({ ruleId, stepIds }) => (naming.has(ruleId) ? stepIds : [])));
  const worstAt = new Map<string, number>();
  for (const finding of findings)
    if (finding.kind !== 'optimizer')
      for (const stepId of finding.stepIds) worstAt.set(stepId, Math.max(worstAt.get(stepId) ?? 0, worstOf([finding])));
  return (stepIds) => ({
    isAtCause: Number(stepIds.some((stepId) => causes.has(stepId))),
    worst: stepIds.reduce((worst, stepId) => Math.max(worst, worstAt.get(stepId) ?? 0), 0),
  });
}

const worstOf = (findings: readonly Finding[]): number =>
  findings.reduce((worst, { severity }) => Math.max(worst, severities.indexOf(severity)), 0);

/** The advice of rules that cost health, with what it answers. */
function repairsOf(
  findings: readonly Finding[],
  rules: readonly Rule[],
): { readonly item: ActionItem; readonly answered: readonly Finding[] }[] {
  const adviceOf = adviceByRule(rules);
  const { score, deductions } = healthOf(findings);
  const lost = deductions.reduce((sum, { points }) => sum + points, 0);
  const byRule: ReadonlyMap<string, readonly Finding[]> = Map.groupBy(findings, ({ ruleId }) => ruleId);
  // Of repairs that gain as much, that of the weightiest finding comes first.
  const order = new Map([...byRule.keys()].map((ruleId, at) => [ruleId, at]));
  const inOrder = deductions.toSorted((a, b) => (order.get(a.ruleId) ?? 0) - (order.get(b.ruleId) ?? 0));
  return inOrder.flatMap(({ ruleId, points }) => {
    const advice = adviceOf.get(ruleId);
    if (advice === undefined || advice === '') return [];
    const answered = (byRule.get(ruleId) ?? []).filter(({ severity }) => severity !== 'info');
    const text = `${placesOf(answered)}${advice}`;
    // Far below zero one repair alone does not raise the score.
    const healthPoints = Math.max(0, 100 - (lost - points)) - score;
    return [{ item: { text, findingIds: answered.map(({ id }) => id), healthPoints }, answered }];
  });
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
const savesTimeOnly = ({ impact: { savesMs, failureRate } }: Recommendation): boolean =>
  savesMs !== undefined && failureRate === undefined;
const isKnown = ({ impact }: Recommendation): number => Number(impact.basis !== 'prior');
const preventedShare = ({ impact: { failureRate } }: Recommendation): number =>
  failureRate === undefined ? 0 : failureRate.before.expected - failureRate.after.expected;
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
