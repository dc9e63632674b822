import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solvePositive } from './cholesky.ts';

it('solves what was multiplied', () => {
  const entries = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(
      entries,
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }),
      (root, solution) => {
        // R Rᵀ + I is positive definite.
        const matrix = Array.from({ length: 9 }, (_, at) => {
          const [i, j] = [Math.floor(at / 3), at % 3];
          return [0, 1, 2].reduce((sum, k) => sum + root[i * 3 + k] * root[j * 3 + k], Number(i === j));
        });
        const right = [0, 1, 2].map((i) => solution.reduce((sum, x, j) => sum + matrix[i * 3 + j] * x, 0));
        const solved = solvePositive(matrix, right);
        for (const [k, x] of solution.entries()) expect(solved[k]).toBeCloseTo(x, 7);
      },
    ),
  );
});

it('stays finite where the matrix says nothing about a direction', () => {
  const solved = solvePositive([1, 1, 1, 1], [2, 2]);
  expect(solved[0] + solved[1]).toBeCloseTo(2, 6);
});
