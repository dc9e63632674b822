import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceProbabilities, conditionalLogit, type Choice } from './conditional-logit.ts';

const rows = Array.from({ length: 24 }, (_, i) => [
  ((i * 7 + 3) % 11) / 5 - 1,
  ((i * 5 + 2) % 13) / 6 - 1,
  (i % 4) / 2 - 0.75,
]);
const choices: readonly Choice[] = Array.from({ length: 6 }, (_, g) => ({
  rows: rows.slice(4 * g, 4 * g + 4),
  chosen: (g * 3 + 1) % 4,
}));

it('finds the least cost that scipy.optimize finds (BFGS, gtol 1e-11)', () => {
  const weights = conditionalLogit(choices, 1);
  for (const [k, expected] of [-0.285163308, 0.678512558, -0.349681695].entries())
    expect(weights[k]).toBeCloseTo(expected, 6);
});

it('has no slope left where it stops', () => {
  fc.assert(
    fc.property(arbitraryChoices(), fc.double({ min: 0.1, max: 50, noNaN: true }), (drawn, penalty) => {
      const weights = conditionalLogit(drawn, penalty);
      for (const k of weights.keys()) {
        let slope = penalty * weights[k];
        for (const one of drawn) {
          const probabilities = choiceProbabilities(one.rows, weights);
          one.rows.forEach((row, i) => (slope += (probabilities[i] - Number(i === one.chosen)) * row[k]));
        }
        expect(Math.abs(slope)).toBeLessThan(1e-6);
      }
    }),
  );
});

describe('what does not matter', () => {
  it('is what all alternatives of a choice share, and the order of choices', () => {
    fc.assert(
      fc.property(arbitraryChoices(), fc.integer({ min: -5, max: 5 }), (drawn, shift) => {
        const weights = conditionalLogit(drawn, 1);
        const shifted = drawn.map((one) => ({
          ...one,
          rows: one.rows.map((row) => Array.from(row, (x) => x + shift)),
        }));
        const again = conditionalLogit(shifted.toReversed(), 1);
        for (const k of weights.keys()) expect(again[k]).toBeCloseTo(weights[k], 6);
      }),
    );
  });
});

it('leaves a figure that nothing depends on without a weight', () => {
  expect(
    [
      ...conditionalLogit(
        [
          {
            rows: [
              [0, 7],
              [1, 7],
            ],
            chosen: 1,
          },
        ],
        1,
      ),
    ][1],
  ).toBeCloseTo(0, 12);
});

it('gives probabilities that add up to 1, whatever the weights', () => {
  const probabilities = choiceProbabilities([[1000], [999], [-1000]], [10]);
  expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  expect(probabilities[0]).toBeGreaterThan(0.999);
});

it.for([
  ['nothing to choose from', [], 'There is nothing to choose from.'],
  ['a choice of what is not there', [{ rows: [[1]], chosen: 1 }], 'Alternative 1 of 1 cannot have been chosen.'],
  ['rows of several lengths', [{ rows: [[1], [1, 2]], chosen: 0 }], 'A row has 1 figures, not 2.'],
  ['what is no number', [{ rows: [[1], [NaN]], chosen: 0 }], 'Figure 0 of a row is not finite.'],
] as const)('refuses %s', ([_what, given, message]) => {
  expect(() => conditionalLogit(given, 1)).toThrow(message);
});

it('refuses as many penalties as there are no weights', () => {
  expect(() => conditionalLogit(choices, [1])).toThrow('There are 3 weights and 1 penalties.');
});

function arbitraryChoices(): fc.Arbitrary<Choice[]> {
  const row = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 });
  const choice = fc
    .array(row, { minLength: 1, maxLength: 5 })
    .chain((drawn) => fc.record({ rows: fc.constant(drawn), chosen: fc.nat(drawn.length - 1) }));
  return fc.array(choice, { minLength: 1, maxLength: 8 });
}
