import type { LearnedState, Learner } from '../plugin/learner.ts';
import type { RunView } from '../run/run-view.ts';
import { readState } from './history.ts';

/** What could not be taken over from an earlier state, by learner id. */
export interface LeftOut {
  /** Of another version or form. */
  readonly discarded: readonly string[];
  /** Of learners that no plugin provides. */
  readonly unknown: readonly string[];
}

/**
 * What all learners learn from runs, one after the other. Its memory does not grow with the number of runs beyond what the
 * learners keep. Runs and earlier states can be added in any order, with the same result.
 *
 *     const learning = engine.learning();
 *     learning.include(learnedBefore);
 *     for (const run of runs) learning.add(engine.viewOf(run));
 *     store(learning.state());
 */
export class Learning {
  readonly #learners: readonly Learner[];
  readonly #states: Map<string, unknown>;

  constructor(learners: Iterable<Learner>) {
    this.#learners = [...learners];
    this.#states = new Map(this.#learners.map((learner) => [learner.id, learner.empty()]));
  }

  add(run: RunView): void {
    for (const learner of this.#learners) this.#states.set(learner.id, learner.add(this.#states.get(learner.id), run));
  }

  /** Whether a run was learned before, as far as any learner can tell. `undefined`: perhaps. */
  knows(run: RunView): boolean | undefined {
    const answers = this.#learners.map((learner) => learner.knows?.(this.#states.get(learner.id), run));
    return answers.find((answer) => answer === true) ?? answers.find((answer) => answer === false);
  }

  /** Adds a run that some learners know to those that say that they do not. Whether there are any. */
  complete(run: RunView): boolean {
    const others = this.#learners.filter((learner) => learner.knows?.(this.#states.get(learner.id), run) === false);
    for (const learner of others) this.#states.set(learner.id, learner.add(this.#states.get(learner.id), run));
    return others.length > 0;
  }

  /** Adds what was learned elsewhere, which stays as it is. Says what of it could not be read. */
  include(from: LearnedState): LeftOut {
    const discarded: string[] = [];
    for (const learner of this.#learners) {
      const stored = from[learner.id];
      if (stored === undefined) continue;
      // A copy, because parts of it become parts of a state that `add` may change.
      const known = readState(learner, structuredClone(stored));
      if (known === undefined) discarded.push(learner.id);
      else this.#states.set(learner.id, learner.merge(this.#states.get(learner.id), known.state));
    }
    return { discarded, unknown: Object.keys(from).filter((id) => !this.#states.has(id)) };
  }

  /** What was learned so far, as it is stored. It shares its parts with this object: store it before going on. */
  state(): LearnedState {
    return Object.fromEntries(this.#learners.map(({ id, version }) => [id, { version, state: this.#states.get(id) }]));
  }
}
