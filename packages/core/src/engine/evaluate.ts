import { fact } from '@faultline/graph';
import {
  findingSchema,
  type Evidence,
  type Finding,
  type Guarantee,
  type Severity,
  type StepExecution,
} from '@faultline/model';
import { placeholdersOf, renderMessage, type Messages } from '../messages.ts';
import type { Place, Rule } from '../plugin/rule.ts';
import type { RunView } from '../run/run-view.ts';
import { earlierOf, isExecution } from './earlier.ts';
import { findingId } from './finding-id.ts';
import { randomOf } from './random.ts';
import { valid } from './valid.ts';

/** What a rule is evaluated with. */
export interface Surroundings {
  readonly options: object;
  readonly learned: object;
  readonly earlier: readonly Finding[];
  /** Instead of what the rule says: whoever configures it has the last word. */
  readonly severity?: Severity | undefined;
  readonly seed?: number;
  readonly checkpoint?: () => void;
}

/** A report with the author's types erased; `Rule.evaluate` has checked them at compile time. */
interface ErasedReport {
  readonly messageId: string;
  readonly at: readonly Place[];
  readonly severity?: Severity;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly evidence?: readonly Evidence[];
  readonly causes?: readonly StepExecution[];
  readonly score?: number;
  readonly pValue?: number;
  readonly qValue?: number;
  readonly guarantee?: Guarantee;
  readonly confidence?: number;
  readonly impact?: object;
}

/** Runs one rule over one run. The engine and the test kit both go through here. Throws what the rule throws. */
export function evaluate(rule: Rule, run: RunView, surroundings: Surroundings): Finding[] {
  const { options, learned, earlier, severity, seed = 0, checkpoint = unchecked } = surroundings;
  // Most rules find nothing.
  let found: Map<string, Finding> | undefined;
  const context = {
    options,
    learned,
    earlier: earlierOf(earlier),
    random: randomOf(`${seed} ${rule.id} ${run.id}`),
    checkpoint,
    report(report: ErasedReport) {
      const finding = findingOf(rule, run, severity === undefined ? report : { ...report, severity });
      found ??= new Map();
      if (found.has(finding.id)) throw new Error(`it reported "${finding.messageId}" twice at the same place`);
      found.set(finding.id, finding);
    },
  };
  // The one place where the types that the author wrote against are erased: see `Rule`.
  rule.evaluate(run, context as never);
  return found === undefined ? [] : [...found.values()];
}

const unchecked = (): void => {};

const placeholders = fact(
  (messages: Messages): ReadonlyMap<string, readonly string[]> =>
    new Map(Object.entries(messages).map(([id, template]) => [id, placeholdersOf(template)])),
);

function findingOf(rule: Rule, run: RunView, report: ErasedReport): Finding {
  const { messageId, at, severity = rule.severity, data = {}, evidence = [], causes, ...extra } = report;
  const template = Object.hasOwn(rule.messages, messageId) ? rule.messages[messageId] : undefined;
  if (template === undefined) throw new Error(`it has no message "${messageId}"`);
  const missing = placeholders(rule.messages)
    .get(messageId)
    ?.find((name) => !Object.hasOwn(data, name));
  if (missing !== undefined) throw new Error(`it reported "${messageId}" without "${missing}"`);
  for (const [name, value] of Object.entries({ ...data, ...extra }))
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`it reported "${name}" as ${value}`);

  const executions = at.filter(isExecution);
  const finding = {
    id: findingId(
      `${rule.id}:${messageId}`,
      at.map(({ id }) => id),
    ),
    ruleId: rule.id,
    kind: rule.kind,
    messageId,
    severity,
    message: renderMessage(template, data),
    data,
    evidence,
    stepIds: [...new Set(at.map((one) => (isExecution(one) ? one.stepId : one.id)))],
    executionIds: executions.map(({ id }) => id),
    startMs: executions[0]?.startMs ?? run.startMs,
    ...extra,
    ...(causes !== undefined && { causes: causes.map(({ id }) => id) }),
  };
  return valid(findingSchema, finding, `its report "${messageId}"`);
}
