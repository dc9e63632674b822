import { fact } from '@faultline/graph';
import type { Finding, Insight, Report, Section } from '@faultline/model';
import type { Rule } from '../plugin/rule.ts';
import type { RunView } from '../run/run-view.ts';
import { actionItemsOf } from './action-items.ts';
import { assessmentOf } from './assessment.ts';
import { doubtsOf } from './doubts.ts';
import { healthOf } from './health.ts';
import { insightsOf } from './insights.ts';
import { runSummaryOf } from './run-summary.ts';

/** What the engine found. */
export interface Found {
  /** Sorted, worst first. */
  readonly findings: readonly Finding[];
  readonly sections: readonly Section[];
  /** What sections add to the summary. */
  readonly insights: readonly Insight[];
  readonly rules: readonly Rule[];
  readonly includeSubject: boolean;
  readonly analyzedAtMs: number | undefined;
}

/** Composes the report of one run. */
export function reportOf(view: RunView, found: Found): Report {
  const { findings, sections, insights, rules, includeSubject, analyzedAtMs } = found;
  const run = runSummaryOf(view, includeSubject);
  const actionItems = actionItemsOf(findings, rules);
  const doubts = doubtsOf(findings, rules);
  return {
    schemaVersion: 1,
    ...(analyzedAtMs !== undefined && { analyzedAtMs }),
    run,
    assessment: assessmentOf(run, { findings, doubts }),
    health: healthOf(findings),
    summary: insightsOf(view, run, { findings, insights, doubts, actionItems, rules }),
    actionItems,
    findings,
    sections,
    rules: reportedRules(rules, findings),
    ranRules: ruleIds(rules),
    worst: findings[0]?.severity ?? null,
  };
}

function reportedRules(rules: readonly Rule[], findings: readonly Finding[]): Report['rules'] {
  const reported = new Set<string>();
  for (const { ruleId } of findings) reported.add(ruleId);
  return ruleList(rules).filter(({ id }) => reported.has(id));
}

// The same for every run of an engine, in whatever order its plugins are.
const ruleIds = fact((rules: readonly Rule[]): Report['ranRules'] => ruleList(rules).map(({ id }) => id));
const ruleList = fact((rules: readonly Rule[]): Report['rules'] =>
  rules
    .map(({ id, kind, description, doubtsTrace, messages }) => ({ id, kind, description, doubtsTrace, messages }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
);
