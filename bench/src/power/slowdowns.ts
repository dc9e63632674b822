import type { Family, Random } from '../calibration/families.ts';
import { learnedHistory } from '../calibration/learned-history.ts';
import { scorerOf, type MethodScores } from './method-scores.ts';
import type { Trial } from './power-row.ts';

/** Steps of each family in turn, with a history of their own, once as usual and once slower by each factor. */
export function* slowdowns(
  families: readonly Family[],
  historySize: number,
  trials: number,
  random: Random,
): Iterable<Trial> {
  for (let trial = 0; trial < trials; trial++) {
    const family = families[trial % families.length];
    if (family === undefined) return;
    const { name, draw } = family;
    const history = Array.from({ length: historySize }, () => draw(random));
    const learnedScoresOf = scorerOf(history, learnedHistory(history, `trial${trial}`), trial);
    // Who knows the distribution beforehand alarms above a fixed value: no method does better.
    const scoresOf = (value: number): MethodScores =>
      families.length === 1 ? { ...learnedScoresOf(value), 'known law': value } : learnedScoresOf(value);
    const value = draw(random);
    yield {
      kind: name,
      usual: scoresOf(value),
      planted: { '2 times slower': scoresOf(2 * value), '3 times slower': scoresOf(3 * value) },
    };
  }
}
