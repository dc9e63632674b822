import { fact } from '@faultline/graph';
import type { Finding } from '@faultline/model';
import type { Rule } from '../plugin/rule.ts';

/** The findings that speak about the trace itself: what they doubt, every other answer rests on. Notes doubt nothing. */
export function doubtsOf(findings: readonly Finding[], rules: readonly Rule[]): Finding[] {
  const doubting = doubtingRules(rules);
  return findings.filter(
    ({ severity, ruleId }) => severity !== 'info' && (doubting.has(ruleId) || ruleId.startsWith('ingest/')),
  );
}

const doubtingRules = fact(
  (rules: readonly Rule[]): ReadonlySet<string> =>
    new Set(rules.filter(({ doubtsTrace }) => doubtsTrace).map(({ id }) => id)),
);
