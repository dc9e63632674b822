import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  workflowDefinitionSchema,
  type Finding,
  type FindingKind,
  type FindingOf,
  type Run,
  type Severity,
  type WorkflowDefinitionInput,
} from '@faultline/model';
import {
  evaluate,
  hasPlaceholders,
  viewOf,
  type DataOf,
  type Messages,
  type Options,
  type Rule,
  type RuleId,
  type RuleKind,
  type Uses,
} from '@faultline/core';
import { deepFreeze } from './deep-freeze.ts';
import { learnedFrom } from './learned-from.ts';
import { moved } from './moved.ts';

/** A finding of an earlier stage, as far as a rule may rely on it. */
export interface EarlierFinding {
  readonly kind: FindingKind;
  readonly ruleId: RuleId;
  /** Ids of executions. */
  readonly at?: readonly string[];
  readonly severity?: Severity;
}

/** One run that a rule is tried on. */
export interface RuleCase<O extends Options> {
  readonly name: string;
  readonly run: Run;
  readonly definition?: WorkflowDefinitionInput;
  readonly options?: z.input<O>;
  /** Earlier runs: every learner that the rule uses is folded over them. */
  readonly history?: readonly Run[];
  readonly earlier?: readonly EarlierFinding[];
}

type Extras<K extends RuleKind> = Partial<Omit<FindingOf<K>, Exclude<keyof FindingOf<'validator'>, 'evidence'>>>;
type Expected<K extends RuleKind, M extends Messages> = {
  [Id in keyof M & string]: {
    readonly messageId: Id;
    /** Execution ids, or step ids where nothing ran. */
    readonly at: readonly string[];
    readonly severity?: Severity;
    readonly data?: Partial<DataOf<M[Id]>>;
  } & Extras<K>;
}[keyof M & string];

/** A run that a rule must report. */
export type InvalidCase<K extends RuleKind, M extends Messages, O extends Options> = RuleCase<O> & {
  readonly findings: readonly Expected<K, M>[];
  /** The text of the only finding, where the wording is the point. */
  readonly message?: string;
};

/** Tries a rule on runs that it must accept and runs that it must report, and on what every rule has to stand. */
export function testRule<K extends RuleKind, Id extends RuleId, M extends Messages, O extends Options, U extends Uses>(
  rule: Rule<K, Id, M, O, U>,
  { valid, invalid }: { readonly valid: readonly RuleCase<O>[]; readonly invalid: readonly InvalidCase<K, M, O>[] },
): void {
  const findingsOf = (one: RuleCase<O>): Finding[] => {
    const definition = one.definition && workflowDefinitionSchema.parse(one.definition);
    const history = learnedFrom(rule.uses, one.history ?? [], definition);
    return evaluate(rule, viewOf(deepFreeze(one.run), definition), {
      options: rule.options.parse(one.options ?? {}),
      learned: Object.fromEntries(Object.entries(rule.uses).map(([name, { id }]) => [name, history.views.get(id)])),
      earlier: (one.earlier ?? []).map(earlierFinding),
    });
  };

  describe(rule.id, () => {
    it('has valid and invalid cases, each name once', () => {
      expect(valid).not.toEqual([]);
      expect(invalid).not.toEqual([]);
      const names = [...valid, ...invalid].map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
    });
    it('has an invalid case for every message', () => {
      const tested = new Set<string>(invalid.flatMap(({ findings }) => findings.map(({ messageId }) => messageId)));
      expect(Object.keys(rule.messages).filter((messageId) => !tested.has(messageId))).toEqual([]);
    });
    it('describes every option', () => {
      const undescribed = Object.entries(rule.options.shape).filter(
        ([, option]) => (option as z.ZodType).description === undefined,
      );
      expect(undescribed.map(([name]) => name)).toEqual([]);
    });
    it('accepts an empty run', () => {
      for (const { definition: _definition, ...one } of [...valid, ...invalid].slice(0, 1))
        expect(() => findingsOf({ ...one, run: { ...one.run, executions: [], edges: [] } })).not.toThrow();
    });
    for (const one of valid)
      it(`accepts: ${one.name}`, () => {
        expect(findingsOf(one)).toEqual([]);
      });
    for (const one of invalid) {
      it(`reports: ${one.name}`, () => {
        const found = findingsOf(one);
        expect(found.map(comparable)).toMatchObject(one.findings);
        expect(found).toHaveLength(one.findings.length);
        expect(found.filter(({ message }) => hasPlaceholders(message) || /undefined|NaN/.test(message))).toEqual([]);
        if (one.message !== undefined) expect(found.map(({ message }) => message)).toEqual([one.message]);
      });
      it(`ignores step order and absolute time: ${one.name}`, () => {
        expect(timeless(findingsOf({ ...one, run: moved(one.run, 4096) }))).toEqual(timeless(findingsOf(one)));
      });
    }
  });
}

const comparable = ({ executionIds, stepIds, ...finding }: Finding) => ({
  ...finding,
  at: executionIds.length > 0 ? executionIds : stepIds,
});

/** Without times, and with numbers to six digits: moving a run by a few seconds rounds its times anew. */
const timeless = (found: readonly Finding[]): string[] =>
  found
    .map((finding) =>
      JSON.stringify(finding, (key, value: unknown) =>
        key === 'startMs' ? undefined : typeof value === 'number' ? Number(value.toPrecision(6)) : value,
      ),
    )
    .toSorted();

function earlierFinding({ kind, ruleId, at = [], severity = 'warning' }: EarlierFinding): Finding {
  const common = {
    id: `${ruleId}@${at.join('+')}`,
    ruleId,
    messageId: 'any',
    message: '',
    severity,
    data: {},
    evidence: [],
    executionIds: [...at],
    stepIds: at.map((id) => id.replace(/[[#].*/, '')),
    startMs: 0,
  };
  switch (kind) {
    case 'failure-rule':
      return { ...common, kind, confidence: 1, causes: [] };
    case 'optimizer':
      return { ...common, kind, impact: { basis: 'prior' } };
    default:
      return { ...common, kind };
  }
}
