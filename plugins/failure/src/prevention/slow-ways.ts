import type { AttemptDraw, Odds, Way } from './attempt-ways.ts';

/**
 * The ways of a step that completes, but is slow as often as `fails` says: as today, given up and tried once more, or with
 * a second provider asked after a while. The second try runs to its end: nothing fails that did not.
 *
 *     usually 1 s, slow 9 s, given up after 2 s   ->   1 s; 2 + 1 s; 2 + 9 s
 */
export const slowWays = {
  today: ({ fails }: Odds, drawOf: (attempt: number) => AttemptDraw): readonly Way[] => {
    const { completesMs, failsMs } = drawOf(0);
    return [delivered(1 - fails, completesMs), delivered(fails, failsMs)];
  },

  triedAgain:
    (afterMs: number) =>
    (odds: Odds, drawOf: (attempt: number) => AttemptDraw): readonly Way[] =>
      slowWays.today(odds, drawOf).flatMap((first) => {
        if (first.tookMs <= afterMs) return [first];
        const { completesMs, failsMs } = drawOf(1);
        return [
          delivered(first.probability * (1 - odds.failsAgain), afterMs + completesMs),
          delivered(first.probability * odds.failsAgain, afterMs + failsMs),
        ];
      }),

  /** The first answer counts. J. Dean, L. A. Barroso, "The tail at scale", Communications of the ACM 56 (2013). */
  hedged:
    (afterMs: number) =>
    (odds: Odds, drawOf: (attempt: number) => AttemptDraw): readonly Way[] =>
      slowWays.today(odds, drawOf).flatMap((first) => {
        if (first.tookMs <= afterMs) return [first];
        const { secondCompletesMs, secondFailsMs } = drawOf(0);
        return [
          delivered(first.probability * (1 - odds.secondFails), Math.min(first.tookMs, afterMs + secondCompletesMs)),
          delivered(first.probability * odds.secondFails, Math.min(first.tookMs, afterMs + secondFailsMs)),
        ];
      }),

  substituted:
    (afterMs: number) =>
    (odds: Odds, drawOf: (attempt: number) => AttemptDraw): readonly Way[] =>
      slowWays
        .today(odds, drawOf)
        .map((way) => (way.tookMs <= afterMs ? way : { ...way, tookMs: afterMs, end: 'substituted' })),
} as const;

const delivered = (probability: number, tookMs: number): Way => ({ probability, tookMs, end: 'delivered' });
