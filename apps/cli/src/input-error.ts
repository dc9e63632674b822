import { FaultlineError } from '@faultline/core';
import { isSystemError } from './io.ts';

/** Why an input could not be read, in words where the system said it in a code; any other error as it is. */
export const inputError = (error: unknown, source: string): unknown =>
  isSystemError(error)
    ? new FaultlineError('FAULTLINE_FILE_UNREADABLE', { source, problem: problemOf(error) }, { cause: error })
    : error;

function problemOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder.';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied.';
  return message;
}
