/** Half the width of the central 95 % of a normal distribution, in standard deviations. */
export const z95 = 1.959963984540054;

/**
 * Where a rate lies that was seen as `successes` of `trials`, with 95 % confidence. Unlike p ± z √(p(1-p)/n) it stays
 * within 0 and 1, and keeps its promise for few trials and for rates near the ends.
 *
 *     (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
 *
 *     wilsonInterval(0, 20) // { low: 0, high: 0.161 }: none of 20 failed, yet one in seven might
 *
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 *
 * @param z the width of the interval in standard deviations of a normal distribution
 */
export function wilsonInterval(successes: number, trials: number, z = z95): { low: number; high: number } {
  if (!(successes >= 0 && successes <= trials)) throw new RangeError(`${successes} of ${trials} is no rate.`);
  if (trials === 0) return { low: 0, high: 1 };
  const rate = successes / trials;
  const shrink = 1 + z ** 2 / trials;
  const centre = (rate + z ** 2 / (2 * trials)) / shrink;
  const reach = (z / shrink) * Math.sqrt((rate * (1 - rate)) / trials + (z / (2 * trials)) ** 2);
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - reach),
    high: successes === trials ? 1 : Math.min(1, centre + reach),
  };
}
