import { FaultlineError } from '@faultline/core';

/**
 * Refuses an input for a line that is not JSON: a trace may have spans on any line, so no run that follows could be
 * trusted when one is left out. That the input is cut off is said as it is.
 */
export function lineRefused(error: FaultlineError, source: string): FaultlineError {
  if (error.code === 'FAULTLINE_TRUNCATED') return error;
  const place = /\(line \d+, column \d+\)/.exec(error.message)?.[0] ?? '';
  return new FaultlineError(
    'FAULTLINE_INVALID_INPUT',
    {
      source,
      problem: `a line is not JSON ${place}. Spans of any trace may be missing, so reading stopped.`,
      hint: 'Mend or remove that line; without it, runs may be incomplete.',
    },
    { cause: error },
  );
}
