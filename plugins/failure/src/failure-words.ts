/** What a failure of each kind is for people who did not write the program, as the end of a sentence about the step. */
const words: ReadonlyMap<string, string> = new Map([
  ['timeout', 'took too long and was given up'],
  ['validation_error', 'was given, or made, something that is not valid, and failed'],
  ['dependency_failure', 'lacked something that it needs, and failed'],
  ['resource_exhaustion', 'ran out of a resource or hit a limit'],
  ['external_service_error', 'did not get what it asked a service for'],
  ['data_quality_issue', 'could not use the data that it was given'],
  ['logic_error', 'failed of a fault in its own logic'],
  ['cancelled', 'was cancelled'],
  ['unknown_error', 'failed for a reason that nobody recorded'],
]);

/** What a failure of a type is in words. `undefined`: the type is not one of the known ones. */
export const failureWords = (type: string): string | undefined => words.get(type);
