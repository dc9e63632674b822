/** One way in which calling a step may go. The probabilities of all ways sum to 1. */
export interface Way {
  readonly probability: number;
  readonly tookMs: number;
  readonly end: WayEnd;
}

/**
 * `delivered`: with its own result. `failed`: without one. `substituted`: with that of a fallback. `spoiled`: with a bad
 * result that nobody noticed. `stopped`: a bad result was noticed, and the run ended there.
 */
type WayEnd = 'delivered' | 'failed' | 'substituted' | 'spoiled' | 'stopped';

/** How a step is called. */
export interface Conduct {
  /** At most, the first counts. */
  readonly attempts: number;
  readonly pauseMs: number;
  /** An attempt that takes longer fails then. */
  readonly timeoutMs: number;
  /** A second provider is asked when the first has failed, or after so long. `Infinity`: there is none. */
  readonly hedgeMs: number;
}

/** How likely attempts fail. */
export interface Odds {
  readonly fails: number;
  /** A further attempt, after the one before it failed. */
  readonly failsAgain: number;
  /** An attempt at a second provider, whatever the first one does. */
  readonly secondFails: number;
}

/** What one attempt would take, by how it ends and whom it asks: drawn before it is known what comes of it. */
export interface AttemptDraw {
  readonly completesMs: number;
  readonly failsMs: number;
  readonly secondCompletesMs: number;
  readonly secondFailsMs: number;
}

/**
 * All ways in which calling a step may go, given what each attempt would take. Whether attempts fail is not drawn, but
 * counted with its probability: what fails once in a hundred times is in every simulated run, with a hundredth of the weight.
 *
 *     fails 0.1, 2 attempts   ->   0.9 delivered, 0.1 * 0.9 delivered at the second, 0.01 failed
 *
 * Attempts depend on each other by `failsAgain` alone; a second provider fails independently.
 * O(ways): at most 3^attempts with a second provider or a timeout, else attempts + 1.
 *
 * @param drawOf by number of the attempt, from 0
 */
export function attemptWays(conduct: Conduct, odds: Odds, drawOf: (attempt: number) => AttemptDraw): readonly Way[] {
  const ways: Way[] = [];
  let pending: readonly Way[] = [{ probability: 1, tookMs: 0, end: 'failed' }];
  for (let attempt = 0; attempt < conduct.attempts && pending.length > 0; attempt++) {
    const failed: Way[] = [];
    const restMs = attempt === 0 ? 0 : conduct.pauseMs;
    const fails = attempt === 0 ? odds.fails : odds.failsAgain;
    for (const before of pending)
      for (const way of waysOfAttempt(conduct, fails, odds.secondFails, drawOf(attempt))) {
        const probability = before.probability * way.probability;
        if (probability <= 0) continue;
        const tookMs = before.tookMs + restMs + way.tookMs;
        (way.end === 'failed' ? failed : ways).push({ probability, tookMs, end: way.end });
      }
    pending = failed;
  }
  return [...ways, ...pending];
}

function waysOfAttempt(conduct: Conduct, fails: number, secondFails: number, draw: AttemptDraw): readonly Way[] {
  const { timeoutMs } = conduct;
  const ways =
    conduct.hedgeMs === Infinity ? plainWays(fails, draw) : hedgedWays(conduct.hedgeMs, fails, secondFails, draw);
  return ways.map((way) => (way.tookMs > timeoutMs ? { ...way, tookMs: timeoutMs, end: 'failed' } : way));
}

const plainWays = (fails: number, { completesMs, failsMs }: AttemptDraw): readonly Way[] => [
  { probability: 1 - fails, tookMs: completesMs, end: 'delivered' },
  { probability: fails, tookMs: failsMs, end: 'failed' },
];

/** The first answer counts. J. Dean, L. A. Barroso, "The tail at scale", Communications of the ACM 56 (2013). */
function hedgedWays(
  hedgeMs: number,
  fails: number,
  secondFails: number,
  { completesMs, failsMs, secondCompletesMs, secondFailsMs }: AttemptDraw,
): readonly Way[] {
  const afterFailureMs = Math.min(hedgeMs, failsMs);
  return [
    {
      probability: (1 - fails) * (1 - secondFails),
      tookMs: Math.min(completesMs, hedgeMs + secondCompletesMs),
      end: 'delivered',
    },
    { probability: (1 - fails) * secondFails, tookMs: completesMs, end: 'delivered' },
    { probability: fails * (1 - secondFails), tookMs: afterFailureMs + secondCompletesMs, end: 'delivered' },
    { probability: fails * secondFails, tookMs: Math.max(failsMs, afterFailureMs + secondFailsMs), end: 'failed' },
  ];
}
