import type { Baselines } from '@faultline/facts';
import { fact } from '@faultline/graph';

/**
 * Makes a function of what was learned of a workflow remember its result, so that any number of runs are held against it.
 * Define at module level.
 */
export function ofWorkflow<T>(
  compute: (learned: Baselines, workflowId: string) => T,
): (learned: Baselines, workflowId: string) => T {
  const byWorkflow = fact((_learned: Baselines) => new Map<string, { readonly result: T }>());
  return (learned, workflowId) => {
    const known = byWorkflow(learned);
    let kept = known.get(workflowId);
    if (kept === undefined) known.set(workflowId, (kept = { result: compute(learned, workflowId) }));
    return kept.result;
  };
}
