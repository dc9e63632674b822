import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FaultlineError } from '@faultline/core';
import { isSystemError, type Io } from './io.ts';

/** Refuses an output that could not be written, before the work that it is to hold. */
export async function writableOutput({ cwd }: Pick<Io, 'cwd'>, output: string): Promise<void> {
  const path = resolve(cwd, output);
  const known = await stat(path).catch(() => undefined);
  // A file is written beside and put in place; pipes and devices are written to.
  const written = known === undefined || known.isFile() ? dirname(path) : path;
  try {
    await access(written, constants.W_OK);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new FaultlineError(
      'FAULTLINE_USAGE',
      { problem: `Cannot write "${path}": ${cause.code}.`, hint: 'Check the folder and its permissions.' },
      { cause },
    );
  }
}
