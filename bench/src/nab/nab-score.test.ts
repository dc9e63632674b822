import { describe, expect, it } from 'vitest';
import { detectionsIn, leftOutScore, nabScore } from './nab-score.ts';
import type { NabSeries } from './nab-series.ts';

/** 200 values, of which the first 30 do not count, with windows of 20 at 100 and at 150. */
const series: NabSeries = {
  name: 'drawn',
  values: Array.from({ length: 200 }, () => 0),
  windows: [
    { first: 100, last: 119 },
    { first: 150, last: 169 },
  ],
};
const scored = (...detections: readonly number[]): { series: NabSeries; scores: Float64Array } => {
  const scores = new Float64Array(200);
  for (const at of detections) scores[at] = 1;
  return { series, scores };
};
const named = (name: string, ...at: readonly number[]): ReturnType<typeof scored> => {
  const one = scored(...at);
  return { ...one, series: { ...one.series, name } };
};
const scoreOf = (...detections: readonly number[]): number => nabScore([scored(...detections)]).normalised;

/** The published formula. */
const sigma = (position: number): number => 2 / (1 + Math.exp(5 * position)) - 1;

describe('nabScore', () => {
  it('is 0 for no detection, 100 for one at the start of every window', () => {
    expect(scoreOf()).toBe(0);
    expect(scoreOf(100, 150)).toBeCloseTo(100, 12);
  });

  it('counts the first detection of a window, by its place', () => {
    const atLast = sigma(-1 / 20) / sigma(-1);
    expect(scoreOf(100, 169)).toBeCloseTo(25 * (1 + atLast + 2), 12);
    expect(scoreOf(100, 101, 119, 150)).toBeCloseTo(100, 12);
  });

  it('takes 0.11 for a false alarm before any window, less right after one', () => {
    expect(scoreOf(60, 100, 150)).toBeCloseTo(100 - 25 * 0.11, 12);
    expect(scoreOf(120, 100, 150)).toBeCloseTo(100 + 25 * 0.11 * sigma(1 / 19), 12);
    expect(scoreOf(199, 100, 150)).toBeCloseTo(100 + 25 * 0.11 * sigma(30 / 19), 12);
  });

  it('does not count the first 15 %', () => {
    expect(scoreOf(0, 29, 100, 150)).toBeCloseTo(100, 12);
    expect(scoreOf(30, 100, 150)).toBeCloseTo(100 - 25 * 0.11, 12);
  });

  it('chooses the threshold that scores best over all series', () => {
    const noisy = scored(100, 150);
    noisy.scores.fill(0.5, 30, 60);
    expect(nabScore([noisy, scored(100, 150)])).toEqual({ normalised: 100, threshold: 1 });
    expect(detectionsIn(noisy, 1)).toEqual({ found: 2, falseAlarms: 0 });
    expect(detectionsIn(noisy, 0.5)).toEqual({ found: 2, falseAlarms: 30 });
  });
});

describe('leftOutScore', () => {
  it('takes the threshold of the other folders', () => {
    const faint = named('b/faint', 100, 150);
    for (const [index, score] of faint.scores.entries()) faint.scores[index] = score / 2;
    const good = named('a/good', 100, 150);
    // 0.5 would find all of both; the best threshold of the other folder finds none of the faint ones.
    expect(nabScore([good, faint]).normalised).toBeCloseTo(100, 12);
    expect(leftOutScore([good, faint])).toBeCloseTo(50, 12);
    expect(leftOutScore([good, named('b/good', 100, 150)])).toBeCloseTo(100, 12);
    expect(leftOutScore([good, named('b/late', 60, 150)])).toBeCloseTo((100 + 100 - 25 * 0.11 - 50) / 2, 12);
  });
});
