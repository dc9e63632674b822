import type { z } from 'zod';
import type { Run } from '@faultline/model';
import type { LearnedState } from './learner.ts';
import type { Options, RuleId } from './rule.ts';

/** Runs and what was learned from them, kept. */
export interface RunStore extends AsyncDisposable {
  put(run: Run): Promise<void>;
  get(runId: string): Promise<Run | undefined>;
  runIds(): AsyncIterable<string>;
  learned(): Promise<LearnedState>;
  putLearned(state: LearnedState): Promise<void>;
}

/** Opens stores of one kind. */
export interface Store<O extends Options = Options, Id extends RuleId = RuleId> {
  readonly id: Id;
  readonly description: string;
  readonly options: O;
  open(options: z.output<O>): Promise<RunStore>;
}

/** Defines a store. */
export function defineStore<O extends Options, const Id extends RuleId>(store: Store<O, Id>): Store<O, Id> {
  return store;
}
