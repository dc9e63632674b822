import { describe, expect, it } from 'vitest';
import { RandomStream } from './random-stream.ts';

const drawn = (count: number, at: (index: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => at(i));

/** Chi-square over 64 cells: 63 on average, above 103.4 once in a thousand. */
function chiSquare(values: readonly number[]): number {
  const cells = new Float64Array(64);
  for (const value of values) cells[Math.floor(value * 64)]++;
  const expected = values.length / 64;
  return cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const covariance = (x: readonly number[], y: readonly number[]): number => {
  const [ofX, ofY] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - ofX) * (y[i] - ofY)));
};

function correlation(a: readonly number[], b: readonly number[]): number {
  return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
}

const count = 65_536;
const random = new RandomStream(1);
const along: Record<string, (index: number) => number> = {
  run: (index) => random.at(index, 77, 1, 1),
  step: (index) => random.at(5, index, 1, 1),
  attempt: (index) => random.at(5, 77, index, 1),
  purpose: (index) => random.at(5, 77, 1, index),
  seed: (index) => new RandomStream(index).at(5, 77, 1, 1),
};

describe.for(Object.entries(along))('numbers along the %s', ([, at]) => {
  const values = drawn(count, at);

  it('are uniform between 0 and 1, in all digits', () => {
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    expect(new Set(values).size).toBe(count);
    expect(chiSquare(values)).toBeLessThan(103.4);
    expect(chiSquare(values.map((value) => (value * 2 ** 20) % 1))).toBeLessThan(103.4);
    expect(chiSquare(values.map((value) => (value * 2 ** 40) % 1))).toBeLessThan(103.4);
  });

  it('do not depend on their neighbours', () => {
    // Three standard deviations of the correlation of independent numbers.
    const limit = 3 / Math.sqrt(count - 1);
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(limit);
    const pairs = values.slice(1).map((value, i) => (Math.floor(value * 8) + values[i]) / 8);
    expect(chiSquare(pairs.filter((_, i) => i % 2 === 0))).toBeLessThan(103.4);
  });
});

it('are the same for the same address, and for no other', () => {
  expect(new RandomStream(7).at(1, 2, 3, 4)).toBe(new RandomStream(7).at(1, 2, 3, 4));
  const addresses = [
    [2, 1, 3, 4],
    [1, 3, 2, 4],
    [1, 2, 4, 3],
    [0, 0, 0, 0],
  ] satisfies [number, number, number, number][];
  expect(new Set(addresses.map((address) => new RandomStream(7).at(...address))).size).toBe(4);
  expect(new RandomStream(7 + 2 ** 32).at(1, 2, 3, 4)).not.toBe(new RandomStream(7).at(1, 2, 3, 4));
});
