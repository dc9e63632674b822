import { grades, type Clue } from './clues.ts';
import type { Transcript, Utterance } from './transcript.ts';

/**
 * For each candidate the logarithm of its odds: how likely it is before looking, times what each clue is worth.
 *
 * The decisive error is the earliest that was not made good. If each step of an agent fails with the same unknown chance h,
 * the first error is in step k, from 0, with probability h (1 - h)^k. Of h we know nothing, not even its order of magnitude: with
 * the density 1 / h that is the integral of (1 - h)^k, 1 / (k + 1). It has no unit of its own, so that it holds for runs of
 * five steps as for runs of hundreds.
 */
export function suspicionsOf({ candidates }: Transcript, clues: readonly Clue[]): readonly number[] {
  const byStep = new Map<Utterance, number>();
  for (const { step, grade } of clues) byStep.set(step, (byStep.get(step) ?? 0) + Math.log(grades[grade]));
  return candidates.map((step) => (byStep.get(step) ?? 0) - Math.log(step.rank + 1));
}

/** What speaks for each step, in words. */
export function reasonsBy(clues: readonly Clue[]): (step: Utterance) => readonly string[] {
  const byStep = Map.groupBy(
    clues.filter(({ grade }) => grade !== 'exonerating'),
    ({ step }) => step,
  );
  return (step) => (byStep.get(step) ?? []).map(({ says }) => says);
}
