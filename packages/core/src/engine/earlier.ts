import type { Finding, FindingKind, FindingOf, StepExecution } from '@faultline/model';
import { fact } from '@faultline/graph';
import type { Earlier, Place } from '../plugin/rule.ts';

/** Whether a place is an execution, not a step that never ran. */
export const isExecution = (place: Place): place is StepExecution => 'attempt' in place;

/** Findings of earlier stages as rules read them. */
export const earlierOf = fact((all: readonly Finding[]): Earlier => ({
  all,
  of: <K extends FindingKind>(kind: K) => all.filter((finding): finding is FindingOf<K> => finding.kind === kind),
  at: (place) => (isExecution(place) ? byExecution : byStep)(all).get(place.id) ?? [],
}));

// Rules ask for one place after the other: without an index that would be quadratic.
const byExecution = fact((findings: readonly Finding[]) => indexed(findings, ({ executionIds }) => executionIds));
const byStep = fact((findings: readonly Finding[]) => indexed(findings, ({ stepIds }) => stepIds));

function indexed(
  findings: readonly Finding[],
  idsOf: (finding: Finding) => readonly string[],
): ReadonlyMap<string, readonly Finding[]> {
  const index = new Map<string, Finding[]>();
  for (const finding of findings)
    for (const id of new Set(idsOf(finding))) {
      const known = index.get(id);
      if (known === undefined) index.set(id, [finding]);
      else known.push(finding);
    }
  return index;
}
