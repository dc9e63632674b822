import type { Evidence, Finding, StepExecution, Unit } from '@faultline/model';

/** Evidence: a number that was recorded. */
export const measured = (metric: string, value: number, unit: Unit, execution?: StepExecution): Evidence => ({
  type: 'measured',
  metric,
  value,
  unit,
  ...(execution !== undefined && { executionId: execution.id }),
});

/** Evidence: an earlier finding. */
export const because = (finding: Finding): Evidence => ({ type: 'finding', findingId: finding.id });
