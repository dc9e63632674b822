import type { Observation } from '@faultline/facts';
import { describe, expect, it } from 'vitest';
import { seriesOf } from './series-of.ts';

const seen = (run: number, startMs: number, durationMs?: number): Observation => ({
  run,
  startMs,
  status: 'completed',
  metrics: new Map(durationMs === undefined ? [] : [['durationMs', durationMs]]),
});

describe('seriesOf', () => {
  it('has one value for each run, the median, in order of time', () => {
    const history = [seen(2, 0, 7), seen(1, 10, 1), seen(1, 20, 9), seen(2, 30, 9), seen(1, 40, 2), seen(3, 50)];
    expect(seriesOf(history, 'durationMs')).toEqual([
      { startMs: 0, value: 8 },
      { startMs: 10, value: 2 },
    ]);
    expect(seriesOf([], 'durationMs')).toEqual([]);
  });
});
