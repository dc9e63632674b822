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
import { capitalized } from '../capitalized.ts';
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
    ...adviceOf(actionItems, summary, findings.some(isFault)),
  ];
  return orderOfReading.flatMap((topic) => [...own, ...insights].filter((insight) => insight.topic === topic));
}

const orderOfReading = ['outcome', 'cause', 'propagation', 'history', 'timing', 'trust', 'unknown', 'advice'] as const;

function outcomeOf(
  { status, durationMs, times, maxDurationMs, steps }: RunSummary,
  findings: readonly Finding[],
): Insight {
  const errors = findings.filter(({ severity, kind }) => severity === 'error' && kind !== 'optimizer');
  const warnings = findings.filter(({ severity, kind }) => severity === 'warning' && kind !== 'optimizer');
  const limit = maxDurationMs === undefined ? '' : ` (${formatQuantity(maxDurationMs, 'ms')} is allowed)`;
  const done = `${steps.completed} of ${counted(steps.defined ?? steps.seen, 'step')} completed`;
  return {
    topic: 'outcome',
    text:
      `The run ${times === 'order' ? endOf(status) : `${verbOf(status)} ${formatQuantity(durationMs, 'ms')}${limit}`}; ${done}; ` +
      `${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}.`,
    findingIds: [...errors, ...warnings].map(({ id }) => id),
  };
}

const isFault = ({ severity, kind }: Finding): boolean => severity !== 'info' && kind !== 'optimizer';

/**
 * What rules that name causes say, the surest first; without any, the gravest and surest of the other failure rules. Their
 * notes tell of what was mended or tolerated: no cause of anything. Without failure rules, the first execution that failed
 * for good.
 */
function causesOf(run: RunView, findings: readonly Finding[], naming: ReadonlySet<string>): Insight[] {
  const diagnoses = findings
    .filter((finding): finding is FindingOf<'failure-rule'> => finding.kind === 'failure-rule')
    .toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || b.confidence - a.confidence);
  const named = diagnoses.filter(({ ruleId }) => naming.has(ruleId)).slice(0, mostCauses);
  const told = named.length > 0 ? named : diagnoses.filter(({ severity }) => severity !== 'info').slice(0, 1);
  if (told.length > 0) return told.map(diagnosed);
  if (diagnoses.length > 0) return [];
  const [first] = finalFailures(run);
  if (first === undefined) return [];
  const cited = findings.filter(({ executionIds }) => executionIds.includes(first.id));
  return [{ topic: 'cause', text: failureText(run, first), findingIds: cited.map(({ id }) => id) }];
}

/** More than these nobody mends at once. */
const mostCauses = 3;

function diagnosed({ id, message, confidence }: FindingOf<'failure-rule'>): Insight {
  const sure = ` (${formatQuantity(confidence, 'share')} sure)`;
  return { topic: 'cause', text: `${message.replace(/\.$/, '')}${sure}.`, findingIds: [id] };
}

const causeRules = fact(
  (rules: readonly Rule[]): ReadonlySet<string> =>
    new Set(rules.filter(({ namesCause }) => namesCause).map(({ id }) => id)),
);

function failureText(run: RunView, execution: StepExecution): string {
  const { stepId, item, attempt, error } = execution;
  const attempts = new Set(run.executionsOf(stepId).flatMap((one) => (one.item === item ? one.attempt : [])));
  const of = attempts.size > 1 ? `, in attempt ${attempt} of ${attempts.size}` : '';
  // What follows a name is a message, which may tell of people.
  const name = /^[\w.$/-]+(?=$|:)/.exec(error?.type ?? '')?.[0];
  const type = name === undefined ? '' : `: ${name}`;
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

/** The three most useful actions. What only saves time can wait where there is a fault to mend, or the run has not ended. */
function adviceOf(actionItems: readonly ActionItem[], { status }: RunSummary, isFaulty: boolean): Insight[] {
  const urgent = actionItems.filter(({ savesMs }) => savesMs === undefined);
  const isOpen = !hasEnded.has(status);
  return (isOpen || (isFaulty && urgent.length > 0) ? urgent : actionItems)
    .slice(0, 3)
    .map(({ text, findingIds }) => ({ topic: 'advice', text, findingIds }));
}

const hasEnded: ReadonlySet<RunSummary['status']> = new Set(['completed', 'failed', 'skipped']);

const verbOf = (status: RunSummary['status']): string => `${endOf(status)} ${status === 'completed' ? 'in' : 'after'}`;

function endOf(status: RunSummary['status']): string {
  if (status === 'completed' || status === 'failed') return status;
  return status === 'skipped' ? 'was skipped' : `was still ${status}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
