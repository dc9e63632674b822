import type { RunView } from '@faultline/core';
import { failureRoots, propagationOf } from '@faultline/facts';
import type { PlantedCase } from './planted-case.ts';

/**
 * Whether what a failure took down, as followed through the run, is exactly what failed or was skipped because of it: what
 * did not in the same run without the fault. Steps at fault themselves are not counted, whatever else befell them. `undefined`:
 * the fault is none that makes others fail.
 */
export function isReachExact(run: RunView, { kind, roots, brokenIds }: PlantedCase): boolean | undefined {
  if (kind !== 'failing-step' && kind !== 'timeout') return undefined;
  const atFault = new Set(roots.map(({ name }) => name));
  const truth = new Set(
    run.executions.filter(({ id, stepId }) => brokenIds.has(id) && !atFault.has(stepId)).map(({ id }) => id),
  );
  const followed = new Set(
    failureRoots(run)
      .filter(({ execution }) => atFault.has(execution.stepId))
      .flatMap((root) => {
        const { failed, skipped } = propagationOf(run, root);
        return [...failed, ...skipped].filter(({ stepId }) => !atFault.has(stepId)).map(({ id }) => id);
      }),
  );
  return followed.size === truth.size && [...followed].every((id) => truth.has(id));
}
