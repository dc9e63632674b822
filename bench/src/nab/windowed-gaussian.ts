import { normalCdf } from '@faultline/stats';

/**
 * How far a value is from the mean of the last 6,400, as a probability of the normal distribution: the windowed
 * Gaussian of the Numenta Anomaly Benchmark, with its settings. The window moves by 100 values at a time.
 */
export function windowedGaussian(values: readonly number[]): Float64Array {
  const windowSize = 6400;
  const stepSize = 100;
  const scores = new Float64Array(values.length);
  let start = 0;
  let end = 0;
  let mean = 0;
  let deviation = 1;
  for (const [index, value] of values.entries()) {
    if (end > 0) scores[index] = normalCdf(Math.abs(value - mean) / deviation);
    if (index >= windowSize && index + 1 - end < stepSize) continue;
    end = index + 1;
    start = Math.max(0, end - windowSize);
    ({ mean, deviation } = momentsOf(values, start, end));
  }
  return scores;
}

function momentsOf(values: readonly number[], start: number, end: number): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i] ?? 0;
  const mean = sum / (end - start);
  let squares = 0;
  for (let i = start; i < end; i++) squares += ((values[i] ?? 0) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (end - start)) || 1e-6 };
}
