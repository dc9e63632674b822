import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptDraw, Odds, Way } from './attempt-ways.ts';
import { slowWays } from './slow-ways.ts';

const odds: Odds = { fails: 0.2, failsAgain: 0.5, secondFails: 0.1 };
const draw: AttemptDraw = { completesMs: 1, failsMs: 9, secondCompletesMs: 2, secondFailsMs: 8 };
const told = (ways: readonly Way[]) =>
  ways.map(({ probability, tookMs, end }) => [+probability.toFixed(9), tookMs, end]);

const lateShare = (ways: readonly Way[], lateMs: number): number =>
  ways.reduce((sum, { probability, tookMs }) => sum + (tookMs > lateMs ? probability : 0), 0);

describe('slowWays', () => {
  it('are a slow attempt as often as attempts are slow', () => {
    expect(told(slowWays.today(odds, () => draw))).toEqual([
      [0.8, 1, 'delivered'],
      [0.2, 9, 'delivered'],
    ]);
  });

  it('are a second try after one that is given up, and the second runs to its end', () => {
    expect(told(slowWays.triedAgain(3)(odds, () => draw))).toEqual([
      [0.8, 1, 'delivered'],
      [0.1, 4, 'delivered'],
      [0.1, 12, 'delivered'],
    ]);
  });

  it('are the first of two answers', () => {
    expect(told(slowWays.hedged(3)(odds, () => draw))).toEqual([
      [0.8, 1, 'delivered'],
      [0.18, 5, 'delivered'],
      [0.02, 9, 'delivered'],
    ]);
  });

  it('are a stand-in from the time on at which one is asked for it', () => {
    expect(told(slowWays.substituted(3)(odds, () => draw))).toEqual([
      [0.8, 1, 'delivered'],
      [0.2, 3, 'substituted'],
    ]);
  });

  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const ms = fc.double({ min: 0, max: 100, noNaN: true });
  const anyOdds = fc.record({ fails: share, failsAgain: share, secondFails: share });
  const anyDraw = fc.record({ completesMs: ms, failsMs: ms, secondCompletesMs: ms, secondFailsMs: ms });
  it('sum to certainty, and a second provider never makes a call later', () => {
    fc.assert(
      fc.property(anyOdds, anyDraw, ms, ms, (someOdds, someDraw, afterMs, lateMs) => {
        const drawOf = () => someDraw;
        for (const measure of [slowWays.triedAgain, slowWays.hedged, slowWays.substituted]) {
          const ways = measure(afterMs)(someOdds, drawOf);
          expect(ways.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
        }
        expect(lateShare(slowWays.hedged(afterMs)(someOdds, drawOf), lateMs)).toBeLessThanOrEqual(
          lateShare(slowWays.today(someOdds, drawOf), lateMs) + 1e-9,
        );
      }),
    );
  });
});
