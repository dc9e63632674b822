import type { Run, WorkflowDefinition } from '@faultline/model';
import { historyOf, viewOf, type History, type Learner, type Uses } from '@faultline/core';

/** Folds runs into the learners that a rule uses, as the engine does with history. */
export function learnedFrom(uses: Uses, runs: readonly Run[], definition?: WorkflowDefinition): History {
  const learners = Object.values(uses);
  const learned = learners.map((learner) => {
    const state = runs.reduce<unknown>((folded, run) => learner.add(folded, viewOf(run, definition)), learner.empty());
    return [learner.id, { version: learner.version, state }] as const;
  });
  return historyOf(learners, Object.fromEntries(learned));
}

/** The state of one learner after some runs. */
export const folded = <State>(learner: Learner<State>, runs: readonly Run[]): State =>
  runs.reduce((state, run) => learner.add(state, viewOf(run)), learner.empty());
