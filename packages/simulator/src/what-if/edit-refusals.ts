import { FaultlineError, quoted } from '@faultline/core';
import type { Edit } from './edit.ts';
import { nearestName } from './nearest-name.ts';

/** Refuses a change of a step that is not known, with the nearest that is. */
export function refuseUnknownSteps(edit: Edit, known: ReadonlySet<string>): void {
  const named = 'stepId' in edit ? [edit.stepId] : 'from' in edit ? [edit.from, edit.to] : [];
  for (const stepId of named) {
    if (known.has(stepId)) continue;
    const nearest = nearestName(stepId, known);
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `There is no step ${quoted(stepId)} to change.`,
      hint: nearest === undefined ? stepsHint(known) : `The nearest is ${quoted(nearest)}.`,
    });
  }
}

/** So many steps are named where none is near. */
const mostNames = 5;

function stepsHint(known: ReadonlySet<string>): string {
  if (known.size === 0) return 'There are no steps at all.';
  const names = [...known].slice(0, mostNames).map(quoted).join(', ');
  return `The steps are ${names}${known.size > mostNames ? ` and ${known.size - mostNames} more` : ''}.`;
}

/** Refuses a value out of bounds. */
export function refuseUnless(isValid: boolean, stepId: string, wanted: string, hint: string): void {
  if (!isValid)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `Cannot change step ${quoted(stepId)} so: it takes ${wanted}.`,
      hint,
    });
}

/** Zero or more, and finite. */
export const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0;

/** Said twice is fine; said otherwise is not, because the order of edits means nothing. */
export function refuseOther(before: unknown, now: unknown, subject: string, what: string): void {
  if (before === undefined || JSON.stringify(before) === JSON.stringify(now)) return;
  throw new FaultlineError('FAULTLINE_USAGE', {
    problem: `Two changes of ${subject} contradict each other: each gives another ${what}.`,
    hint: 'Keep one of them. Only factors add up: they multiply.',
  });
}

/** The types rule it out; who writes edits down by hand does not know them. */
export function unknownKind(edit: never): FaultlineError {
  const { kind } = edit as Edit;
  return new FaultlineError('FAULTLINE_USAGE', {
    problem: `There is no change of the kind ${quoted(kind)}.`,
    hint: 'The kinds are scale, replace, cache, timeout, retries, drop-edge, add-edge, pool and resources.',
  });
}

/** Refuses less than nothing, and what is no number. Without bound is fine. */
export function refuseUnlessAmount(amount: number, subject: string): void {
  if (!(amount >= 0))
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `${subject} must be 0 or more, not ${amount}.`,
      hint: 'Amounts are in the unit of the resource: 4 GPUs are 4.',
    });
}
