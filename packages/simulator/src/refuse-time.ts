import { FaultlineError } from '@faultline/core';

const NS_PER_MS = 1e6;

/** Refuses what is no time that can pass, in milliseconds: less than 0, without end, or no number. */
export function refuseUnlessTime(ms: number, subject: string, hint: string): void {
  // Nanoseconds are what is added up.
  if (Number.isFinite(ms * NS_PER_MS) && ms >= 0) return;
  throw new FaultlineError('FAULTLINE_USAGE', {
    problem: `${subject} ${ms} ms: it has to be finite, and 0 or more.`,
    hint,
  });
}

/** Refuses what is no number of runs. */
export function refuseUnlessRuns(runs: number): void {
  // More would not fit into the columns that hold them.
  if (Number.isInteger(runs) && runs >= 0 && runs < 2 ** 32) return;
  throw new FaultlineError('FAULTLINE_USAGE', {
    problem: `There cannot be ${runs} runs: it takes a whole number, 0 or more.`,
    hint: 'Give the option "runs" a whole number.',
  });
}
