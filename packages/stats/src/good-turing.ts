import { wilsonInterval, z95 } from './wilson-interval.ts';

/** How likely it is that the next observation is of a kind that was never seen. */
export interface UnseenMass {
  readonly mass: number;
  /** The bound that it exceeds with a chance of at most 5 %. */
  readonly high: number;
}

/**
 * The share of what was never seen, from how many kinds were seen exactly once, and how many exactly twice.
 *
 *     goodTuringUnseenMass(2, 1, 100) // { mass: 0.02, high: 0.07 }: of 100 edges two were of a kind of their own
 *
 * I. J. Good, "The population frequencies of species and the estimation of population parameters", Biometrika 40 (1953);
 * the bound: W. W. Esty, "A normal limit law for a nonparametric estimator of the coverage of a random sample", Annals of
 * Statistics 11 (1983), and where kinds seen once are too few for a normal law, Wilson's for their share, if it is higher.
 * That of D. McAllester, R. E. Schapire, "On the convergence rate of Good-Turing estimators", COLT 2000, holds for every
 * distribution, and says no less than 0.3 for 1,000 observations.
 *
 * The p-value of an observation of an unseen kind is `conformalPValue(singletons, total)`, exactly: with it, there are
 * singletons + 1 among total + 1 observations, and each is as likely to be the last as any other. O(1).
 *
 * @param singletons how many kinds were seen once
 * @param doubletons how many kinds were seen twice
 * @param total how many observations there were
 */
export function goodTuringUnseenMass(singletons: number, doubletons: number, total: number): UnseenMass {
  if (total === 0) return { mass: 1, high: 1 };
  const mass = singletons / total;
  const reach = (z95 * Math.sqrt(singletons * (1 - mass) + 2 * doubletons)) / total;
  return { mass, high: Math.min(1, Math.max(mass + reach, wilsonInterval(singletons, total).high)) };
}
