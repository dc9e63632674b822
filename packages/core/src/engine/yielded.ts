import { severities, type Finding, type FindingKind } from '@faultline/model';
import type { RuleKind } from '../plugin/rule.ts';
import type { Installed } from './installed.ts';

/**
 * One fault, one voice: a finding of a rule that yields becomes a note where a finding of a kind that it yields to is at least as
 * severe and points at one of the same executions. A severity that was configured stays. O(findings and their executions).
 */
export function yielded(findings: readonly Finding[], rules: Installed['rules']): readonly Finding[] {
  const yielding = new Map<string, readonly RuleKind[]>(
    rules.flatMap(({ rule, severity }) =>
      severity === undefined && rule.yieldsTo.length > 0 ? [[rule.id, rule.yieldsTo]] : [],
    ),
  );
  if (!findings.some(({ ruleId }) => yielding.has(ruleId))) return findings;
  const loudest = loudestByKind(findings);
  return findings.map((finding) => {
    const kinds = yielding.get(finding.ruleId) ?? [];
    const isTold = finding.executionIds.some((id) =>
      kinds.some((kind) => (loudest.get(kind)?.get(id) ?? -1) >= severities.indexOf(finding.severity)),
    );
    return isTold ? { ...finding, severity: 'info' } : finding;
  });
}

/** For each kind and execution the greatest severity, as its place among `severities`. */
function loudestByKind(findings: readonly Finding[]): ReadonlyMap<FindingKind, ReadonlyMap<string, number>> {
  const loudest = new Map<FindingKind, Map<string, number>>();
  for (const { kind, severity, executionIds } of findings) {
    let ofKind = loudest.get(kind);
    if (ofKind === undefined) loudest.set(kind, (ofKind = new Map()));
    for (const id of executionIds) ofKind.set(id, Math.max(ofKind.get(id) ?? -1, severities.indexOf(severity)));
  }
  return loudest;
}
