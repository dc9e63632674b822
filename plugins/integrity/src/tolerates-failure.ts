import type { Dependency, StepDefinition } from '@faultline/model';

/**
 * Whether a step may go on where one that it needs has failed: as the dependency says, else as the tolerance of the step,
 * and of the one that failed, where that is asked.
 */
export function toleratesFailure(
  step: StepDefinition,
  dependency: Dependency | undefined,
  failed?: StepDefinition,
): boolean {
  if (dependency !== undefined && dependency.criticality !== 'normal') return dependency.criticality === 'low';
  return step.failureTolerance !== 'low' && failed?.failureTolerance !== 'low';
}
