import { isolationForest, type Distribution } from '@faultline/stats';
import { usualScores, type UsualScores } from '../calibration/usual-scores.ts';

/** How unusual each method takes a case to be: higher is more. A method that has no answer is left out. */
export type MethodScores = Readonly<Record<string, number>>;

/** What the methods say about large values of one figure. */
export type ValueScores = UsualScores & Readonly<Record<'ours' | 'forest', number>>;

/** Learns a history once, scores values often. */
export function scorerOf(
  history: readonly number[],
  learned: Distribution,
  seed: number,
): (value: number) => ValueScores {
  const forest = isolationForest(
    history.map((value) => [value]),
    { seed },
  );
  return (value) => ({
    ours: -Math.log10(learned.tailP(value, 'upper').p),
    ...usualScores(history, value),
    forest: forest.score([value]),
  });
}
