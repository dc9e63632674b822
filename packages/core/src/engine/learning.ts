import type { LearnedState, Learner } from '../plugin/learner.ts';
import type { RunView } from '../run/run-view.ts';
import { readState } from './history.ts';

/** What became of an earlier state. */
export interface Included {
  /** Ids of learners whose state is of another version or form. It was left out. */
  readonly discarded: readonly string[];
  /** Ids of learners that no plugin provides. Their states were left out. */
  readonly unknown: readonly string[];
  /** Runs that had been learned before, as far as that is known. They count twice now. */
  readonly repeatedRuns: number;
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

  /** Adds what was learned elsewhere, which stays as it is. Says what became of it. */
  include(from: LearnedState): Included {
    const discarded: string[] = [];
    let repeatedRuns = 0;
    for (const learner of this.#learners) {
      const stored = from[learner.id];
      if (stored === undefined) continue;
      // A copy, because parts of it become parts of a state that `add` may change.
      const known = readState(learner, structuredClone(stored));
      if (known === undefined) {
        discarded.push(learner.id);
        continue;
      }
      const before = this.#states.get(learner.id);
      repeatedRuns = Math.max(repeatedRuns, learner.runsInBoth?.(before, known.state) ?? 0);
      this.#states.set(learner.id, learner.merge(before, known.state));
    }
    return { discarded, unknown: Object.keys(from).filter((id) => !this.#states.has(id)), repeatedRuns };
  }

  /** What learners left out of the runs so far, in sentences. */
  remarks(): readonly string[] {
    return this.#learners.flatMap((learner) => learner.remarks?.(this.#states.get(learner.id)) ?? []);
  }

  /** What was learned so far, as it is stored. It shares its parts with this object: store it before going on. */
  state(): LearnedState {
    return Object.fromEntries(this.#learners.map(({ id, version }) => [id, { version, state: this.#states.get(id) }]));
  }
}
