import { fact } from '@faultline/graph';
import {
  severities,
  type ActionItem,
  type Finding,
  type FindingOf,
  type Insight,
  type RunSummary,
  type StepExecution,
} from '@faultline/model';
import type { Rule } from '../plugin/rule.ts';
import { formatQuantity } from '../quantity.ts';
import { finalFailures } from '../run/final-failures.ts';
import type { RunView } from '../run/run-view.ts';

/** What the summary is made from. */
interface Results {
  readonly findings: readonly Finding[];
  /** Those of sections. */
  readonly insights: readonly Insight[];
  /** Those that speak about the trace itself. */
  readonly doubts: readonly Finding[];
  readonly actionItems: readonly ActionItem[];
  readonly rules: readonly Rule[];
}

/** The sentences of the summary, in the order of reading. Each cites the findings or the section that it rests on. */
export function insightsOf(
  run: RunView,
  summary: RunSummary,
  { findings, insights, doubts, actionItems, rules }: Results,
): Insight[] {
  const own = [
    outcomeOf(summary, findings),
    ...causesOf(run, findings, causeRules(rules)),
    ...trustOf(summary, doubts),
    ...adviceOf(actionItems),
  ];
  return orderOfReading.flatMap((topic) => [...own, ...insights].filter((insight) => insight.topic === topic));
}

const orderOfReading = ['outcome', 'cause', 'propagation', 'history', 'timing', 'trust', 'advice'] as const;

function outcomeOf({ status, durationMs, maxDurationMs, steps }: RunSummary, findings: readonly Finding[]): Insight {
  const errors = findings.filter(({ severity, kind }) => severity === 'error' && kind !== 'optimizer');
  const warnings = findings.filter(({ severity, kind }) => severity === 'warning' && kind !== 'optimizer');
  const limit = maxDurationMs === undefined ? '' : ` (${formatQuantity(maxDurationMs, 'ms')} is allowed)`;
  const done = `${steps.completed} of ${counted(steps.defined ?? steps.seen, 'step')} completed`;
  return {
    topic: 'outcome',
    text:
      `The run ${verbOf(status)} ${formatQuantity(durationMs, 'ms')}${limit}; ${done}; ` +
      `${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}.`,
    findingIds: [...errors, ...warnings].map(({ id }) => id),
  };
}

/**
 * What failure rules say: first those that name the cause, then the gravest, then the surest. Without any, the first
 * execution that failed for good.
 */
function causesOf(run: RunView, findings: readonly Finding[], naming: ReadonlySet<string>): Insight[] {
  const diagnoses = findings
    .filter((finding): finding is FindingOf<'failure-rule'> => finding.kind === 'failure-rule')
    .toSorted(
      (a, b) =>
        Number(naming.has(b.ruleId)) - Number(naming.has(a.ruleId)) ||
        severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
        b.confidence - a.confidence,
    );
  const [surest] = diagnoses;
  if (surest !== undefined) {
    const sure = ` (${formatQuantity(surest.confidence, 'share')} sure)`;
    return [{ topic: 'cause', text: `${surest.message.replace(/\.$/, '')}${sure}.`, findingIds: [surest.id] }];
  }
  const [first] = finalFailures(run);
  if (first === undefined) return [];
  const cited = findings.filter(({ executionIds }) => executionIds.includes(first.id));
  return [{ topic: 'cause', text: failureText(run, first), findingIds: cited.map(({ id }) => id) }];
}

const causeRules = fact(
  (rules: readonly Rule[]): ReadonlySet<string> =>
    new Set(rules.filter(({ namesCause }) => namesCause).map(({ id }) => id)),
);

function failureText(run: RunView, execution: StepExecution): string {
  const { stepId, item, attempt, error } = execution;
  const attempts = new Set(run.executionsOf(stepId).flatMap((one) => (one.item === item ? one.attempt : [])));
  const of = attempts.size > 1 ? `, in attempt ${attempt} of ${attempts.size}` : '';
  const type = error === undefined ? '' : `: ${error.type}`;
  return `Step "${stepId}" failed first, after ${formatQuantity(run.durationMs(execution), 'ms')}${of}${type}.`;
}

function trustOf({ inferredEdgeShare }: RunSummary, doubts: readonly Finding[]): Insight[] {
  const parts = [
    ...(doubts.length > 0 ? [`${counted(doubts.length, 'finding')} about the trace itself`] : []),
    ...(inferredEdgeShare > 0
      ? [`${formatQuantity(inferredEdgeShare, 'share')} of the links of the critical path are inferred from timing`]
      : []),
  ];
  if (parts.length === 0) return [];
  return [{ topic: 'trust', text: `${capitalized(parts.join('; '))}.`, findingIds: doubts.map(({ id }) => id) }];
}

/** The three most useful actions. */
const adviceOf = (actionItems: readonly ActionItem[]): Insight[] =>
  actionItems.slice(0, 3).map(({ text, findingIds }) => ({ topic: 'advice', text, findingIds }));

function verbOf(status: RunSummary['status']): string {
  if (status === 'completed') return 'completed in';
  if (status === 'failed') return 'failed after';
  return status === 'skipped' ? 'was skipped after' : `was still ${status} after`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
