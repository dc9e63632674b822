import type { RunView } from '@faultline/core';
import { IncidentComparison, type IncidentCauses, type IncidentOptions } from './incident-comparison.ts';

/**
 * Where the cause of an incident is: runs during it, compared with runs before. See `IncidentComparison`, which takes runs one
 * by one.
 */
export function incidentCauses(
  during: Iterable<RunView>,
  before: Iterable<RunView>,
  options?: IncidentOptions,
): IncidentCauses {
  const comparison = new IncidentComparison(options);
  for (const run of before) comparison.add(run, 'before');
  for (const run of during) comparison.add(run, 'during');
  return comparison.causes();
}
