import { z } from 'zod';
import type {
  Evidence,
  Finding,
  FindingKind,
  FindingOf,
  Guarantee,
  Impact,
  Severity,
  StepDefinition,
  StepExecution,
} from '@faultline/model';
import type { CheckedMessages, DataOf, HasHoles, Messages } from '../messages.ts';
import type { RunView } from '../run/run-view.ts';
import type { Learned, Uses } from './learner.ts';

/** `<plugin>/<fault>`: whole and greppable. */
export type RuleId = `${string}/${string}`;
/** The four kinds of rules, in the order in which they run. */
export const ruleKinds = ['validator', 'detector', 'failure-rule', 'optimizer'] as const;
/** What a rule is about. */
export type RuleKind = (typeof ruleKinds)[number];

/** The options of a rule: `z.strictObject`, with a default and a description for every field. */
export type Options = z.ZodObject;
/** What a rule without options has. */
export type NoOptions = z.ZodObject<{}, z.core.$strict>;
/** Every option needs a default: `options.parse({})` must succeed. */
export type CheckedOptions<O extends Options> = {} extends z.input<O> ? O : 'every option needs a .default()';

/** Where a finding points: an execution, or a step of the definition that never ran. */
export type Place = StepExecution | StepDefinition;

/** What a kind of rule adds to each report. */
export interface ExtraOf {
  validator: unknown;
  detector: DetectorExtra;
  'failure-rule': FailureExtra;
  optimizer: OptimizerExtra;
}
/** What a detector adds: how unusual it was. */
export interface DetectorExtra {
  readonly score?: number;
  /** Chance of something at least as unusual, if nothing is wrong. */
  readonly pValue?: number;
  /** The least false discovery rate at which it is reported, all tests of the run counted. */
  readonly qValue?: number;
  /** Whether both keep their promise whatever the distribution. */
  readonly guarantee?: Guarantee;
}
/** What a failure rule adds: how sure it is, and why it happened. */
export interface FailureExtra {
  /** Between 0 and 1. */
  readonly confidence: number;
  /** From the effect back to the root. */
  readonly causes: readonly StepExecution[];
}
/** What an optimizer adds: what the change would gain. */
export interface OptimizerExtra {
  readonly impact: Impact;
}

/** What every report says. */
export interface ReportBase<MessageId extends string> {
  readonly messageId: MessageId;
  /** Empty: the run as a whole. */
  readonly at: readonly Place[];
  /** Instead of the severity of the rule. */
  readonly severity?: Severity;
  readonly evidence?: readonly Evidence[];
}

/** One report of a rule: a message id, the data that its template asks for, and the extras of the kind. */
export type ReportOf<K extends RuleKind, M extends Messages> = {
  [Id in keyof M & string]: ReportBase<Id> &
    ExtraOf[K] &
    (HasHoles<M[Id]> extends true ? { readonly data: DataOf<M[Id]> } : { readonly data?: never });
}[keyof M & string];

/** Findings of the stages before. Across plugins rely on kind, rule id and place, not on `data`. */
export interface Earlier {
  readonly all: readonly Finding[];
  at(place: Place): readonly Finding[];
  of<K extends FindingKind>(kind: K): readonly FindingOf<K>[];
}

/** What rules and analyses are given beside the run. */
export interface Context<O extends Options, U extends Uses> {
  readonly options: z.output<O>;
  /** What was learned; with no history, the view of the empty state. */
  readonly learned: Learned<U>;
  readonly earlier: Earlier;
  /** Uniform in [0, 1), seeded by the engine's seed, the rule and the run. */
  readonly random: () => number;
  /** For long loops: throws when the rule is over its budget or the analysis was aborted. */
  readonly checkpoint: () => void;
}

/** A context that takes reports. */
export interface RuleContext<K extends RuleKind, M extends Messages, O extends Options, U extends Uses> extends Context<
  O,
  U
> {
  readonly report: (report: ReportOf<K, M>) => void;
}

/** What an author writes about a rule. */
export interface RuleMeta<Id extends RuleId, M extends Messages, O extends Options, U extends Uses> {
  readonly id: Id;
  /** One sentence: what the rule reports. */
  readonly description: string;
  /** One sentence: what to do about its findings. Becomes an action item. */
  readonly advice?: string;
  /** Whether a finding says that the trace itself is wrong, so that other answers rest on sand. Default: false. */
  readonly doubtsTrace?: boolean;
  /** Whether its findings say what broke first, so that the surest of them leads the summary. Default: false. */
  readonly namesCause?: boolean;
  /** Its findings become notes where a finding of such a kind, at least as severe, points at the same execution. Default: none. */
  readonly yieldsTo?: readonly RuleKind[];
  readonly severity: Severity;
  readonly messages: M & CheckedMessages<M>;
  readonly options?: O & CheckedOptions<O>;
  readonly uses?: U;
}

/** A rule as the engine keeps it. The author's types are erased in `evaluate`, and only there. */
export interface Rule<
  K extends RuleKind = RuleKind,
  Id extends RuleId = RuleId,
  M extends Messages = Messages,
  O extends Options = Options,
  U extends Uses = Uses,
> {
  readonly kind: K;
  readonly id: Id;
  readonly description: string;
  readonly advice: string;
  readonly doubtsTrace: boolean;
  readonly namesCause: boolean;
  readonly yieldsTo: readonly RuleKind[];
  readonly severity: Severity;
  readonly messages: M;
  readonly options: O;
  readonly uses: U;
  readonly evaluate: (run: RunView, context: never) => void;
}

type Evaluate<K extends RuleKind, M extends Messages, O extends Options, U extends Uses> = (
  run: RunView,
  context: RuleContext<K, M, O, U>,
) => void;

/** Defines a rule about whether the trace can be trusted and kept to its definition. */
export function defineValidator<
  const Id extends RuleId,
  const M extends Messages,
  O extends Options = NoOptions,
  U extends Uses = {},
>(spec: RuleMeta<Id, M, O, U> & { readonly validate: Evaluate<'validator', M, O, U> }): Rule<'validator', Id, M, O, U> {
  return ruleOf('validator', spec, spec.validate);
}

/** Defines a rule about what was unusual. */
export function defineDetector<
  const Id extends RuleId,
  const M extends Messages,
  O extends Options = NoOptions,
  U extends Uses = {},
>(spec: RuleMeta<Id, M, O, U> & { readonly detect: Evaluate<'detector', M, O, U> }): Rule<'detector', Id, M, O, U> {
  return ruleOf('detector', spec, spec.detect);
}

/** Defines a rule about what broke, why, and what it took down. */
export function defineFailureRule<
  const Id extends RuleId,
  const M extends Messages,
  O extends Options = NoOptions,
  U extends Uses = {},
>(
  spec: RuleMeta<Id, M, O, U> & { readonly diagnose: Evaluate<'failure-rule', M, O, U> },
): Rule<'failure-rule', Id, M, O, U> {
  return ruleOf('failure-rule', spec, spec.diagnose);
}

/** Defines a rule about what to change, and what that would gain. */
export function defineOptimizer<
  const Id extends RuleId,
  const M extends Messages,
  O extends Options = NoOptions,
  U extends Uses = {},
>(spec: RuleMeta<Id, M, O, U> & { readonly optimize: Evaluate<'optimizer', M, O, U> }): Rule<'optimizer', Id, M, O, U> {
  return ruleOf('optimizer', spec, spec.optimize);
}

function ruleOf<
  K extends RuleKind,
  const Id extends RuleId,
  const M extends Messages,
  O extends Options,
  U extends Uses,
>(kind: K, spec: RuleMeta<Id, M, O, U>, evaluate: Evaluate<K, M, O, U>): Rule<K, Id, M, O, U> {
  const { id, description, advice = '', doubtsTrace = false, namesCause = false, yieldsTo = [] } = spec;
  const { severity, messages } = spec;
  // An absent `options` or `uses` has made its type parameter the empty default, which the compiler cannot follow.
  const options = (spec.options ?? z.strictObject({})) as unknown as O;
  const uses = (spec.uses ?? {}) as U;
  return {
    kind,
    id,
    description,
    advice,
    doubtsTrace,
    namesCause,
    yieldsTo,
    severity,
    messages,
    options,
    uses,
    evaluate,
  };
}
