/**
 * Solves A x = b where A is symmetric and positive definite, given row by row, by A = L Lᵀ. A pivot that rounding made
 * too small is replaced by the smallest that counts, so that directions A says nothing about stay near 0. O(n³).
 *
 *     solvePositive([4, 2, 2, 3], [2, 1]) // [0.5, 0]
 *
 * G. H. Golub, C. F. Van Loan, "Matrix Computations", 4.2.
 */
export function solvePositive(matrix: ArrayLike<number>, right: ArrayLike<number>): Float64Array {
  const size = right.length;
  const lower = new Float64Array(size * size);
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(matrix[i * size + i]));
  const smallest = Math.max(largest * 1e-14, Number.MIN_VALUE);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j];
      for (let k = 0; k < j; k++) rest -= lower[i * size + k] * lower[j * size + k];
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(rest, smallest)) : rest / lower[j * size + j];
    }
  const solution = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let rest = right[i];
    for (let k = 0; k < i; k++) rest -= lower[i * size + k] * solution[k];
    solution[i] = rest / lower[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    let rest = solution[i];
    for (let k = i + 1; k < size; k++) rest -= lower[k * size + i] * solution[k];
    solution[i] = rest / lower[i * size + i];
  }
  return solution;
}
