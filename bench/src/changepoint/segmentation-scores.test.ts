import { describe, expect, it } from 'vitest';
import { coveringOf, f1Of } from './segmentation-scores.ts';

describe('f1Of', () => {
  it('is 1 where everyone marked what was found, within five values', () => {
    expect(f1Of([50], [[50], [50]])).toBe(1);
    expect(f1Of([55], [[50], [50]])).toBe(1);
    expect(f1Of([56], [[50], [50]])).toBe(1 / 2);
    expect(f1Of([], [[], []])).toBe(1);
  });

  it('takes as right what anyone marked, and as missed what each one marked', () => {
    // Precision 1; recall 1 of those of the first, 1 of 2 of those of the second.
    expect(f1Of([], [[], [50]])).toBeCloseTo((2 * 0.75) / 1.75, 12);
    // Precision 2 of 2; recall 1 and 1.
    expect(f1Of([50], [[], [50]])).toBe(1);
  });

  it('uses each change once, for the mark that comes first', () => {
    // Of the start and the marks 48 and 52 only two are met; the one change is right.
    expect(f1Of([50], [[48, 52]])).toBeCloseTo((2 * (2 / 3)) / (1 + 2 / 3), 12);
  });
});

describe('coveringOf', () => {
  it('weights the best overlap of each marked segment by its length', () => {
    expect(coveringOf([50], [[50]], 100)).toBe(1);
    expect(coveringOf([], [[50]], 100)).toBe(0.5);
    expect(coveringOf([40], [[50]], 100)).toBeCloseTo(0.5 * (40 / 50) + 0.5 * (50 / 60), 12);
    expect(coveringOf([], [[], [50]], 100)).toBe(0.75);
  });
});
