import type { Finding } from '@faultline/model';

/** How a finding weighs at an execution that it names: natural logarithms of Bayes factors, see `Clue`. */
export interface FindingWeight {
  readonly asRoot: number;
  readonly asVictim: number;
}

const weigh = (asRoot: number, asVictim: number): FindingWeight => ({ asRoot, asVictim });
const nothing = weigh(0, 0);

/** At the execution that is named first, and at the others. */
interface RuleWeight {
  readonly first: FindingWeight;
  readonly others: FindingWeight;
}

const both = (asRoot: number, asVictim: number): RuleWeight => {
  const weight = weigh(asRoot, asVictim);
  return { first: weight, others: weight };
};

/**
 * Rules of which we know whether what they report is done by the step that they name, or done to it. Judgements, not
 * measurements; statuses and p-values are weighed apart, so that rules which only restate them weigh nothing here.
 */
const byRule: ReadonlyMap<string, RuleWeight> = new Map([
  // Done by the step.
  ['integrity/missing-output', both(9, 5)],
  ['integrity/dependency-order', { first: weigh(9, 0), others: nothing }],
  ['integrity/attempt-order', both(1, 0)],
  // Whoever tried again had seen what the status does not say.
  ['integrity/attempt-order:needless', both(4, 2)],
  ['integrity/unresolved-dependency', both(6, 0.5)],
  ['integrity/ignored-failure', both(0.5, 2)],
  ['integrity/resource-limit', both(1.5, 0.3)],
  ['integrity/unexplained-skip', both(2, 0.5)],
  ['integrity/unknown-step', both(1, 0)],
  ['anomaly/loop', both(2, 1)],
  ['anomaly/unusual-rounds', both(2, 1)],
  ['anomaly/retry-burst', both(1, 0.5)],
  ['anomaly/unexpected-step', both(1, 0.5)],
  // Done to the step.
  ['integrity/missing-input', { first: weigh(3, 8), others: nothing }],
  ['integrity/value-changed', { first: weigh(2, 7), others: weigh(3, 2) }],
  ['integrity/critical-dependency-failed', both(-0.5, 3)],
  ['integrity/late-start', { first: weigh(0, 1), others: nothing }],
]);

/** Of rules that we do not know, by severity. */
const bySeverity: Readonly<Record<Finding['severity'], FindingWeight>> = {
  error: weigh(1.5, 1),
  warning: weigh(0.7, 0.5),
  info: weigh(0, 0),
};

/** Plugins whose findings restate what is weighed apart. */
const weighedApart = ['integrity/', 'anomaly/'];

/** How a finding weighs at one of the executions that it names. `undefined`: not at all. */
export function weightAt(
  { ruleId, messageId, kind, severity, executionIds }: Finding,
  executionId: string,
): FindingWeight | undefined {
  const known = byRule.get(`${ruleId}:${messageId}`) ?? byRule.get(ruleId);
  if (known !== undefined) return executionIds[0] === executionId ? known.first : known.others;
  const isRestated = weighedApart.some((prefix) => ruleId.startsWith(prefix));
  return isRestated || kind === 'engine' || kind === 'optimizer' ? undefined : bySeverity[severity];
}
