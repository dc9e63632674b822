import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logisticRegression } from './logistic-regression.ts';

const rows = Array.from({ length: 24 }, (_, i) => [
  ((i * 7 + 3) % 11) / 5 - 1,
  ((i * 5 + 2) % 13) / 6 - 1,
  (i % 4) / 2 - 0.75,
]);
const labels = rows.map((_, i) => (i * i * 3 + i) % 7 < 3);

// scikit-learn 1.9.1, LogisticRegression(C=1/penalty, solver='newton-cholesky', tol=1e-12).
it.for([
  [10, 0.3427157202184805, [-0.22213308344586571, -0.04653112337477674, 0.00296712722939228]],
  [1, 0.3734654582882113, [-0.8344744838240636, -0.19531188959563817, 0.04741542827422313]],
  [0.1, 0.3970328676188335, [-1.1928127327106293, -0.291250100114371, 0.10843754427313787]],
] as const)('agrees with scikit-learn, penalty %d', ([penalty, intercept, weights]) => {
  const fitted = logisticRegression(rows, labels, penalty);
  expect(fitted.intercept).toBeCloseTo(intercept, 8);
  for (const [k, weight] of weights.entries()) expect(fitted.weights[k]).toBeCloseTo(weight, 8);
});

it('predicts the share of positive rows on average: the intercept goes free', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (penalty) => {
      const { intercept, weights } = logisticRegression(rows, labels, penalty);
      const probabilities = rows.map(
        (row) => 1 / (1 + Math.exp(-row.reduce((sum, x, k) => sum + x * weights[k], intercept))),
      );
      const total = probabilities.reduce((sum, one) => sum + one, 0);
      expect(total).toBeCloseTo(labels.filter(Boolean).length, 6);
    }),
  );
});

it('stays finite where a figure tells positive from negative rows', () => {
  const { weights } = logisticRegression([[-1], [-2], [1], [2]], [false, false, true, true], 0.01);
  expect(weights[0]).toBeGreaterThan(2);
  expect(weights[0]).toBeLessThan(20);
});

it('refuses labels that are all alike, too few labels and rows of several lengths', () => {
  expect(() => logisticRegression([[1], [2]], [true, true], 1)).toThrow('All labels are alike.');
  expect(() => logisticRegression([[1], [2]], [true], 1)).toThrow('There are 2 rows and 1 labels.');
  expect(() => logisticRegression([[1], [2, 3]], [true, false], 1)).toThrow(RangeError);
});
