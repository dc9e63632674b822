import { wilsonInterval } from '@faultline/stats';

/** How often something happens, with its 95 % interval, and what that rests on. */
export interface Rate {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  readonly basis: 'learned' | 'declared' | 'prior';
  /** In how many of the cases that were seen it happened. */
  readonly happened: number;
  /** How many cases were seen, those that stand for a declaration or a guess not counted. */
  readonly observed: number;
  /** Cases that it rests on, with those. */
  readonly cases: number;
}

/** What is taken for seen before anything was: so many cases, of which a share happened. */
export interface PriorCases {
  readonly share: number;
  readonly cases: number;
  readonly basis: 'declared' | 'prior';
}

/** From so many cases on, what was believed before is forgotten. */
const enoughCases = 50;
/** What stays of it: half a case for, half a case against (H. Jeffreys, 1946), so that nothing is impossible. */
const jeffreys = { share: 0.5, cases: 1 } as const;

/**
 * A rate from cases, and from what was believed before, which counts as cases of its own until there are 50 real ones. The
 * interval is Wilson's over both.
 *
 *     2 of 100                     ->   2.5 %, learned
 *     0 of 5, declared 8 % of 20   ->   6.4 %, declared
 */
export function rateOf(happened: number, observed: number, prior: PriorCases): Rate {
  const isLearned = observed >= enoughCases;
  const { share, cases } = isLearned ? jeffreys : prior;
  const total = observed + cases;
  const weight = happened + share * cases;
  // A declared share of 0 or 1 leaves no doubt about itself, but Wilson's interval does.
  return {
    expected: weight / total,
    ...wilsonInterval(Math.min(weight, total), total),
    basis: isLearned ? 'learned' : observed > 0 && prior.basis === 'prior' ? 'learned' : prior.basis,
    happened,
    observed,
    cases: total,
  };
}
