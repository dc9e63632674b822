import { FaultlineError } from '@faultline/core';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { printable } from './printable.ts';

/** Says what happened and what to try. Only a fault of our own shows its stack. */
export function reportError(error: unknown, io: Pick<Io, 'err'>): ExitCode {
  if (error instanceof FaultlineError) {
    io.err(`${printable(error.message)}\n  ${printable(error.hint)}\n`);
    return exitCodeOf(error.category);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`This is a fault in Faultline. Please report it with the lines below.\n${printable(stack)}\n`);
  return exitCodes.fault;
}
