import type { RunView } from '@faultline/core';
import { flowBetween, handovers } from '@faultline/facts';
import { fact } from '@faultline/graph';

/** A declared dependency on data over which none went. */
export interface UnusedDependency {
  readonly from: string;
  readonly to: string;
  /** The definition names what should have gone over it: then that is missing, and the dependency is not in vain. */
  readonly isMissing: boolean;
}

/**
 * Dependencies declared as carrying data, of which nothing arrived in any execution, although both sides wrote down what
 * they put out and what they were given. Those on control or resources are order on purpose. O(payloads).
 */
export const unusedDependencies = fact((run: RunView): readonly UnusedDependency[] => {
  const unused = new Map<string, UnusedDependency | undefined>();
  for (const { step, dependency, from, to } of handovers(run)) {
    if (dependency.dependencyType !== 'data') continue;
    const pair = JSON.stringify([dependency.on, step.id]);
    if (unused.has(pair) && unused.get(pair) === undefined) continue;
    const isUnused = flowBetween(from, to, dependency.dataFlow) === 'none';
    unused.set(
      pair,
      isUnused ? { from: dependency.on, to: step.id, isMissing: dependency.dataFlow.length > 0 } : undefined,
    );
  }
  return [...unused.values()].filter((dependency) => dependency !== undefined);
});
