import type { WorkflowDefinition } from '@faultline/model';
import type { Analysis } from './analysis.ts';
import type { Ingester } from './ingester.ts';
import type { Learner } from './learner.ts';
import type { Reporter } from './reporter.ts';
import type { Rule, RuleId, RuleKind } from './rule.ts';
import type { Store } from './store.ts';

type In<Name extends string> = `${NoInfer<Name>}/${string}` & RuleId;

/** What a package contributes. The ids of everything in it start with its name. */
export interface Plugin<Name extends string = string> {
  readonly name: Name;
  /** One list: each rule carries its kind. */
  readonly rules?: readonly Rule<RuleKind, In<Name>>[];
  readonly analyses?: readonly Analysis<In<Name>>[];
  readonly workflows?: readonly WorkflowDefinition[];
  /** Only those that no rule of the plugin uses: used ones are found through `uses`. */
  readonly learners?: readonly Learner[];
  readonly ingesters?: readonly Ingester<Ingester['options'], In<Name>>[];
  readonly reporters?: readonly Reporter<Reporter['options'], In<Name>>[];
  readonly stores?: readonly Store<Store['options'], In<Name>>[];
}

/** Defines a plugin: the default export of its package. */
export const definePlugin = <const Name extends string>(plugin: Plugin<Name>): Plugin<Name> => plugin;
