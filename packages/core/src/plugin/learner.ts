import type { z } from 'zod';
import type { RunView } from '../run/run-view.ts';
import type { RuleId } from './rule.ts';

/**
 * History folded into a mergeable state, so that it can be learned in one pass, in parallel workers, or on many
 * machines, with the same result.
 *
 * `add` and `merge` own their first argument: they may change it and return it. They never touch the second.
 * `merge` is associative and commutative, `empty()` is neutral: keep integers and bottom-k samples in the state,
 * because sums of floating-point numbers depend on their order. `testLearner` checks all of it.
 */
export interface Learner<State = unknown, View = unknown, Id extends RuleId = RuleId> {
  readonly id: Id;
  readonly description: string;
  /** Raised when old states can no longer be read: one of another version is discarded, and the report says so. */
  readonly version: number;
  readonly state: z.ZodType<State>;
  empty(): State;
  add(state: State, run: RunView): State;
  merge(a: State, b: State): State;
  /** Whether a run was added before, as far as the state can tell: `undefined` where it cannot. Nothing is learned twice. */
  knows?(state: State, run: RunView): boolean | undefined;
  /** How many runs were added to both states, as far as they can tell. Once they are merged these count twice. */
  runsInBoth?(a: State, b: State): number;
  /** What of the runs it left out, in sentences for whoever learns: a state must not grow with every name in them. */
  remarks?(state: State): readonly string[];
  /** What rules read. The engine calls it once per loaded history. */
  view(state: State): View;
}

/** The learners that a rule reads, by the name under which it reads them. */
export type Uses = Readonly<Record<string, Learner>>;

/** The views of the learners in `U`. */
export type Learned<U extends Uses> = {
  readonly [Name in keyof U]: U[Name] extends { view(state: never): infer View } ? View : never;
};

/** States as they are stored, by learner id. */
export type LearnedState = Readonly<Record<string, { readonly version: number; readonly state: unknown }>>;

/** Defines a learner. */
export function defineLearner<State, View, const Id extends RuleId>(
  learner: Learner<State, View, Id>,
): Learner<State, View, Id> {
  return learner;
}
