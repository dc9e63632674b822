/** Where a step stands in its transcript, and whose it is. */
export interface Seat {
  readonly agent: string;
  /** Place among the steps, from 0. */
  readonly index: number;
}

/** The steps of a transcript that blame may fall on, and at which of them the decisive error was made. */
export interface LabelledSeats {
  readonly candidates: readonly Seat[];
  /** The place of the decisive step. -1: it is none of the candidates. */
  readonly decisive: number;
}

/** How often an agent spoke at a place of labelled transcripts, and how often the decisive error was there. */
export interface PlaceCount extends Seat {
  readonly seen: number;
  readonly decisive: number;
}

/** Counts who spoke where, and where errors were. O(steps). */
export function placePriorOf(labelled: readonly LabelledSeats[]): readonly PlaceCount[] {
  const counts = new Map<string, { agent: string; index: number; seen: number; decisive: number }>();
  for (const { candidates, decisive } of labelled)
    for (const { agent, index } of candidates) {
      const key = `${index} ${agent}`;
      const entry = counts.get(key) ?? { agent, index, seen: 0, decisive: 0 };
      entry.seen++;
      if (index === decisive) entry.decisive++;
      counts.set(key, entry);
    }
  return [...counts.values()];
}

/** Places count as near by the ratio of their distances from the start: this is the deviation of its logarithm. */
const bandwidth = 0.3;
/** How much the same place of another agent tells. */
const otherAgent = 0.1;
/** One error in ten steps, seen once: what is believed without data. */
const before = { decisive: 0.1, seen: 1 };

/**
 * For each candidate the logarithm of the share of errors among steps of about its place and of its agent, by a Gaussian kernel
 * over the logarithm of the place. Nothing of what was said counts: it is what a ranker has to be better than.
 *
 * @param without a transcript that is in the prior and shall not know its own label
 */
export function logPlacePrior(
  prior: readonly PlaceCount[],
  candidates: readonly Seat[],
  without?: LabelledSeats,
): readonly number[] {
  return candidates.map(({ agent, index }) => {
    let decisive: number = before.decisive;
    let seen: number = before.seen;
    for (const entry of prior) {
      const share = weight(agent, index, entry.agent, entry.index);
      decisive += share * entry.decisive;
      seen += share * entry.seen;
    }
    for (const own of without?.candidates ?? []) {
      const share = weight(agent, index, own.agent, own.index);
      seen -= share;
      if (own.index === without?.decisive) decisive -= share;
    }
    return Math.log(decisive / seen);
  });
}

/** How much a step tells about another: by how near their places are, and whether one agent took both. */
const weight = (agent: string, index: number, other: string, place: number): number =>
  Math.exp(-((Math.log1p(index) - Math.log1p(place)) ** 2) / (2 * bandwidth ** 2)) * (agent === other ? 1 : otherAgent);
