import type { Finding } from '@faultline/model';
import type { Rule } from '../plugin/rule.ts';

/** The findings that speak about the trace itself: what they doubt, every other answer rests on. Notes doubt nothing. */
export function doubtsOf(findings: readonly Finding[], rules: readonly Rule[]): Finding[] {
  const doubting = new Set<string>(rules.filter(({ doubtsTrace }) => doubtsTrace).map(({ id }) => id));
  return findings.filter(
    ({ severity, ruleId }) => severity !== 'info' && (doubting.has(ruleId) || ruleId.startsWith('ingest/')),
  );
}
