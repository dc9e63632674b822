import type { RunView } from '@faultline/core';
import { propagationOf, type FailureRoot, type Propagation } from '@faultline/facts';

/** What a failure took down that is neither its own step nor one of its callers. */
export interface Cascade extends Pick<Propagation, 'path' | 'neverRan'> {
  /** What failed or did not run because of it, in the order of the run. */
  readonly behind: FailureRoot['effects'];
  /** The steps of these, and those that never ran. */
  readonly down: ReadonlySet<string>;
}

/** Follows a failure to the steps behind it. O(effects, definition). */
export function cascadeOf(run: RunView, root: FailureRoot): Cascade {
  const { path, neverRan } = propagationOf(run, root);
  const { execution, effects } = root;
  const callers = new Set<number>();
  for (let caller = run.parent[run.nodeOf(execution)]!; caller >= 0; caller = run.parent[caller]!) callers.add(caller);
  const behind = effects.filter((effect) => effect.stepId !== execution.stepId && !callers.has(run.nodeOf(effect)));
  const down = new Set([...behind.map(({ stepId }) => stepId), ...neverRan.map(({ id }) => id)]);
  return { path, neverRan, behind, down };
}
