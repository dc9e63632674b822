import { fact } from '@faultline/graph';
import type { Learned, LearnedState, Learner, Uses } from '../plugin/learner.ts';

/** Learned states, checked and turned into views once; every run is then analysed against them. */
export interface History {
  readonly views: ReadonlyMap<string, unknown>;
  /** Ids of learners whose state could not be read. */
  readonly discarded: readonly string[];
  /** Those of them whose state is of this version: it was damaged. */
  readonly damaged: readonly string[];
}

/** Checks learned states and makes their views. A state of another version or form is discarded. */
export function historyOf(learners: Iterable<Learner>, learned: LearnedState): History {
  const views = new Map<string, unknown>();
  const discarded: string[] = [];
  const damaged: string[] = [];
  for (const learner of learners) {
    const stored = learned[learner.id];
    const known = readState(learner, stored);
    if (stored !== undefined && known === undefined) {
      discarded.push(learner.id);
      if (stored.version === learner.version) damaged.push(learner.id);
    }
    views.set(learner.id, learner.view(known === undefined ? learner.empty() : known.state));
  }
  return { views, discarded, damaged };
}

/** A stored state, checked. `undefined`: there is none, or it is of another version or form. */
export function readState<State>(
  learner: Learner<State>,
  stored: LearnedState[string] | undefined,
): { readonly state: State } | undefined {
  if (stored?.version !== learner.version) return undefined;
  const parsed = learner.state.safeParse(stored.state);
  return parsed.success ? { state: parsed.data } : undefined;
}

/** The views of the learners that a rule uses, by the rule's own names. */
export function learnedFor<U extends Uses>(uses: U, history: History): Learned<U> {
  const known = learnedByUses(history);
  let learned = known.get(uses);
  if (learned === undefined) {
    learned = Object.fromEntries(Object.entries(uses).map(([name, { id }]) => [name, history.views.get(id)]));
    known.set(uses, learned);
  }
  return learned as Learned<U>;
}

/** One history serves any number of runs. */
const learnedByUses = fact((_history: History) => new WeakMap<Uses, object>());
