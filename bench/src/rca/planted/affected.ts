import type { RunView } from '@faultline/core';
import { failureRoots, propagationOf } from '@faultline/facts';
import type { PlantedCase } from './planted-case.ts';

/**
 * Whether what a failure took down, as followed through the run, is exactly what failed or was skipped because of it: what
 * is otherwise in the same run without the fault. `undefined`: the fault is none that makes others fail.
 */
export function isReachExact(run: RunView, { kind, roots, affectedIds }: PlantedCase): boolean | undefined {
  if (kind !== 'failing-step' && kind !== 'timeout') return undefined;
  const atFault = new Set(roots.map(({ name }) => name));
  const truth = run.executions
    .filter(({ id, stepId, status }) => affectedIds.has(id) && !atFault.has(stepId) && status !== 'completed')
    .map(({ id }) => id);
  const followed = failureRoots(run)
    .filter(({ execution }) => atFault.has(execution.stepId))
    .flatMap((root) => {
      const { failed, skipped } = propagationOf(run, root);
      return [...failed, ...skipped].map(({ id }) => id);
    });
  return new Set(followed).size === truth.length && truth.every((id) => followed.includes(id));
}
