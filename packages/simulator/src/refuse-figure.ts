import { FaultlineError } from '@faultline/core';

/** Refuses what is no amount of something: less than 0, without bound, or no number. */
export function refuseUnlessAmount(amount: number, subject: string, hint: string): void {
  if (Number.isFinite(amount) && amount >= 0) return;
  throw new FaultlineError('FAULTLINE_USAGE', {
    problem: `${subject} ${amount}: it has to be finite, and 0 or more.`,
    hint,
  });
}

/** Refuses what a run cannot record as measured: anything without bound, and no number. */
export function refuseUnlessFigure(figure: number, subject: string, hint: string): void {
  if (Number.isFinite(figure)) return;
  throw new FaultlineError('FAULTLINE_USAGE', { problem: `${subject} ${figure}: it has to be finite.`, hint });
}
