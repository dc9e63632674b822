/** What fails of what it was given, or of its own logic: the same input fails again. */
const ofInput: ReadonlySet<string> = new Set(['validation_error', 'data_quality_issue', 'logic_error']);
/** What fails of the world around it, which may be another one a moment later. */
const ofSurroundings: ReadonlySet<string> = new Set(['timeout', 'external_service_error', 'resource_exhaustion']);

/** Whether a failure of this type comes again with the same input. */
export const isOfInput = (failureType: string | undefined): boolean =>
  failureType !== undefined && ofInput.has(failureType);

/** Whether a failure of this type is one of a service or a resource, and may pass. */
export const mayPass = (failureType: string | undefined): boolean =>
  failureType !== undefined && ofSurroundings.has(failureType);
