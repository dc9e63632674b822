import type { RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';

/**
 * The service that an execution ran in: its own, else that of the run, else its step. Ingesters of traces keep the names
 * of services where OpenTelemetry has them, those of the run in its context.
 */
export function placeByService({ stepId, attributes }: StepExecution, { context }: RunView): string {
  const service = attributes?.['service.name'] ?? context['service'];
  return typeof service === 'string' ? service : stepId;
}
