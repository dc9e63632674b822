import { grades, type Clue } from './clues.ts';
import type { Transcript, Utterance } from '../transcript.ts';

/** How often the order of time is taken to tell nothing, so that clues late in a long run are not drowned by its beginning. */
const blind = 1 / 4;

/**
 * For each candidate the logarithm of its odds: how likely it is before looking, times what each clue is worth.
 *
 * The decisive error is the earliest that was not made good. If each step of an agent fails with the same unknown chance h,
 * the first error is in step k, from 0, with probability h (1 - h)^k. Of h we know nothing, not even its order of magnitude: with
 * the density 1 / h that is the integral of (1 - h)^k, 1 / (k + 1). It has no unit of its own, so that it holds for runs of
 * five steps as for runs of hundreds. In a quarter of the runs any step is as likely as any other: among 130 steps the first
 * is then 40 times as likely as the hundredth, not 100 times.
 */
export function suspicionsOf({ candidates }: Transcript, clues: readonly Clue[]): readonly number[] {
  const byStep = new Map<Utterance, number>();
  for (const { step, grade } of clues) byStep.set(step, (byStep.get(step) ?? 0) + Math.log(grades[grade]));
  const early = candidates.map(({ rank }) => 1 / (rank + 1));
  const total = early.reduce((sum, one) => sum + one, 0);
  return candidates.map((step, i) => {
    const before = ((1 - blind) * (early[i] ?? 0)) / total + blind / candidates.length;
    return (byStep.get(step) ?? 0) + Math.log(before);
  });
}

/** Probabilities that add up to 1 of logarithms of odds. */
export function probabilitiesOf(suspicions: readonly number[]): readonly number[] {
  const highest = suspicions.reduce((a, b) => Math.max(a, b), -Infinity);
  const odds = suspicions.map((suspicion) => Math.exp(suspicion - highest));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return odds.map((one) => one / total);
}

/** What speaks for each step, in words. */
export function reasonsBy(clues: readonly Clue[]): (step: Utterance) => readonly string[] {
  const byStep = Map.groupBy(
    clues.filter(({ grade }) => grade !== 'exonerating'),
    ({ step }) => step,
  );
  return (step) => (byStep.get(step) ?? []).map(({ says }) => says);
}
