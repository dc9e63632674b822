import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptWays, type AttemptDraw, type Conduct, type Odds, type Way } from './attempt-ways.ts';

const once: Conduct = { attempts: 1, pauseMs: 0, timeoutMs: Infinity, hedgeMs: Infinity };
const draw = (completesMs: number, failsMs = completesMs, secondCompletesMs = completesMs): AttemptDraw => ({
  completesMs,
  failsMs,
  secondCompletesMs,
  secondFailsMs: failsMs,
});
const sameAgain = (fails: number): Odds => ({ fails, failsAgain: fails, secondFails: fails });
const shareOf = (ways: readonly Way[], end: Way['end']): number =>
  ways.reduce((sum, way) => sum + (way.end === end ? way.probability : 0), 0);
const meanMs = (ways: readonly Way[]): number => ways.reduce((sum, way) => sum + way.probability * way.tookMs, 0);

const share = fc.double({ min: 0, max: 1, noNaN: true });
const ms = fc.integer({ min: 0, max: 1000 });
const anyDraws = fc.array(fc.record({ completesMs: ms, failsMs: ms, secondCompletesMs: ms, secondFailsMs: ms }), {
  minLength: 5,
  maxLength: 5,
});
const anyConduct: fc.Arbitrary<Conduct> = fc.record({
  attempts: fc.integer({ min: 1, max: 5 }),
  pauseMs: ms,
  timeoutMs: fc.oneof(ms, fc.constant(Infinity)),
  hedgeMs: fc.oneof(ms, fc.constant(Infinity)),
});
const anyOdds: fc.Arbitrary<Odds> = fc.record({ fails: share, failsAgain: share, secondFails: share });

describe('attemptWays', () => {
  it('tells all ways there are', () => {
    fc.assert(
      fc.property(anyConduct, anyOdds, anyDraws, (conduct, odds, draws) => {
        const ways = attemptWays(conduct, odds, (attempt) => draws[attempt]);
        expect(ways.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
        expect(ways.every(({ tookMs }) => tookMs >= 0)).toBe(true);
      }),
    );
  });

  it.each([0, 1, 2, 3])('fails after %i independent retries with p^(k+1)', (retries) => {
    const ways = attemptWays({ ...once, attempts: retries + 1 }, sameAgain(0.2), () => draw(1));
    expect(shareOf(ways, 'failed')).toBeCloseTo(0.2 ** (retries + 1), 12);
  });

  it('fails as often as further attempts are learned to fail', () => {
    const ways = attemptWays({ ...once, attempts: 3 }, { fails: 0.1, failsAgain: 0.5, secondFails: 0 }, () => draw(1));
    expect(shareOf(ways, 'failed')).toBeCloseTo(0.1 * 0.5 ** 2, 12);
  });

  it('takes on average what a geometric number of attempts takes, with the pauses between them', () => {
    const [p, attempts, pauseMs, completesMs, failsMs] = [0.3, 4, 50, 10, 7];
    const ways = attemptWays({ ...once, attempts, pauseMs }, sameAgain(p), () => draw(completesMs, failsMs));
    // Attempt j is made with p^(j-1); each but the first has a pause before it.
    let expected = 0;
    for (let made = 0; made < attempts; made++)
      expected += p ** made * ((1 - p) * completesMs + p * failsMs + (made > 0 ? pauseMs : 0));
    expect(meanMs(ways)).toBeCloseTo(expected, 9);
  });

  it('is cut off at a timeout: what takes longer has failed', () => {
    const odds = sameAgain(0.1);
    const within = attemptWays({ ...once, timeoutMs: 12 }, odds, () => draw(12, 400));
    expect(within).toEqual([
      { probability: 0.9, tookMs: 12, end: 'delivered' },
      { probability: 0.1, tookMs: 12, end: 'failed' },
    ]);
    const beyond = attemptWays({ ...once, timeoutMs: 12 }, odds, () => draw(12.1, 400));
    expect([shareOf(beyond, 'failed'), meanMs(beyond)]).toEqual([1, 12]);
  });

  it('asked twice at once it takes the less of both times, and fails with p squared', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), ms, ms, (p, firstMs, secondMs) => {
        const ways = attemptWays({ ...once, hedgeMs: 0 }, sameAgain(p), () => draw(firstMs, firstMs, secondMs));
        expect(ways[0]?.tookMs).toBe(Math.min(firstMs, secondMs));
        expect(shareOf(ways, 'failed')).toBeCloseTo(p ** 2, 9);
      }),
    );
  });

  it('asks a second provider as soon as the first has failed', () => {
    const ways = attemptWays({ ...once, hedgeMs: 100 }, { fails: 1, failsAgain: 1, secondFails: 0 }, () =>
      draw(80, 30, 20),
    );
    expect(ways).toEqual([{ probability: 1, tookMs: 50, end: 'delivered' }]);
  });

  it('fails no more often with one more attempt, nor with a second provider, whatever else is done', () => {
    fc.assert(
      fc.property(anyConduct, anyOdds, anyDraws, (conduct, odds, draws) => {
        const failing = (changes: Partial<Conduct>): number =>
          shareOf(
            attemptWays({ ...conduct, ...changes }, odds, (attempt) => draws[attempt] ?? draw(1)),
            'failed',
          );
        expect(failing({ attempts: conduct.attempts + 1 })).toBeLessThanOrEqual(failing({}) + 1e-12);
        expect(failing({})).toBeLessThanOrEqual(failing({ hedgeMs: Infinity }) + 1e-12);
      }),
    );
  });

  it.each([1, 2, 3])('of two providers asked %i times, independently, fails with p^(2k)', (attempts) => {
    const ways = attemptWays({ ...once, attempts, hedgeMs: 5 }, sameAgain(0.3), () => draw(1));
    expect(shareOf(ways, 'failed')).toBeCloseTo(0.3 ** (2 * attempts), 12);
  });
});
