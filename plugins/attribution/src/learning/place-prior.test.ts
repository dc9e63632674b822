import { expect, it } from 'vitest';
import { chat } from '../chat.test-support.ts';
import { logPlacePrior, placePriorOf, type LabelledSeats } from './place-prior.ts';
import { transcriptOf } from '../transcript.ts';

const { candidates } = transcriptOf(chat(['A', 'B', 'A', 'B'].map((by) => ({ by, says: 'x' }))));
const labelled = (decisive: number): LabelledSeats => ({ candidates, decisive });
const probabilities = (logs: readonly number[]): number[] => logs.map(Math.exp);

it('counts who spoke where, and where errors were', () => {
  expect(placePriorOf([labelled(1), labelled(1), labelled(2)])).toEqual([
    { agent: 'A', index: 0, seen: 3, decisive: 0 },
    { agent: 'B', index: 1, seen: 3, decisive: 2 },
    { agent: 'A', index: 2, seen: 3, decisive: 1 },
    { agent: 'B', index: 3, seen: 3, decisive: 0 },
  ]);
});

it('believes one in ten without data, and what it has seen with much of it', () => {
  expect(probabilities(logPlacePrior([], candidates))).toEqual(
    [0.1, 0.1, 0.1, 0.1].map((p) => expect.closeTo(p, 9) as number),
  );
  const [first = 0, second = 0] = probabilities(
    logPlacePrior(placePriorOf(Array.from({ length: 100 }, () => labelled(1))), candidates),
  );
  expect(second).toBeGreaterThan(0.8);
  expect(first).toBeLessThan(0.2);
});

it('knows of a transcript without itself what it knows of one that was never in it', () => {
  const one = labelled(1);
  const others = [labelled(2), labelled(2), labelled(0)];
  const without = logPlacePrior(placePriorOf([one, ...others]), candidates, one);
  const never = logPlacePrior(placePriorOf(others), candidates);
  without.forEach((log, i) => expect(log).toBeCloseTo(never[i] ?? NaN, 9));
});
