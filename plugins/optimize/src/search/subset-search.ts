/** How a best set was found, and how good it is. */
export interface SubsetSearch {
  /** Numbers of the chosen, ascending. */
  readonly set: readonly number[];
  readonly gain: number;
  /** `exhaustive`: no set within the limit gains more (but for members that add less than is asked). `beam`: not proven. */
  readonly kind: 'exhaustive' | 'beam';
  /** How many sets were tried. */
  readonly tried: number;
  /**
   * What all together gain. Where changes only ever shorten, and no pool is contended for, no set gains more: the distance
   * to it bounds what a beam may have missed.
   */
  readonly allGain: number;
}

/** Limits of a search. */
export interface SubsetLimits {
  /** How many may be chosen. */
  readonly most: number;
  /** What each has to add on top of the others. */
  readonly leastGain: number;
}

/** Up to so many candidates every set is tried: 256 of them. */
const mostExhaustive = 8;
/** How many sets of one size are kept by a beam. */
const beamWidth = 4;

/**
 * The set of numbers below `count` with the largest gain, of equals the smallest, then the first. Every set is tried up to 8
 * candidates. Beyond that a beam: the 4 best sets of one size, and that of greedy choice, are extended by each candidate. It
 * finds what greedy choice finds, or better; it can miss sets whose parts gain nothing alone.
 *
 *     gains a 3, b 2, c 2, b and c together 6, at most two   ->   exhaustive and beam: {b, c}; greedy would stay with a
 *
 * At most 2^8 or 5 * count * size of the set gains are computed.
 */
export function bestSubset(
  count: number,
  gainOf: (set: readonly number[]) => number,
  { most, leastGain }: SubsetLimits,
): SubsetSearch {
  const known = new Map<string, number>();
  const gain = (set: readonly number[]): number => {
    const key = set.join();
    const value = known.get(key) ?? gainOf(set);
    known.set(key, value);
    return value;
  };
  const kind = count <= mostExhaustive ? 'exhaustive' : 'beam';
  const sets = kind === 'exhaustive' ? allSets(count, most) : beamSets(count, most, gain);
  let best: readonly number[] = [];
  for (const set of sets) if (isBetter(set, best, gain)) best = set;
  const tried = known.size;
  best = withoutIdle(best, gain, leastGain);
  const all = Array.from({ length: count }, (_, at) => at);
  return { set: best, gain: gain(best), kind, allGain: gain(all), tried };
}

function* allSets(count: number, most: number): Generator<readonly number[]> {
  for (let bits = 0; bits < 2 ** count; bits++) {
    const set: number[] = [];
    for (let at = 0; at < count; at++) if ((bits >> at) & 1) set.push(at);
    if (set.length <= most) yield set;
  }
}

function* beamSets(
  count: number,
  most: number,
  gain: (set: readonly number[]) => number,
): Generator<readonly number[]> {
  let beam: readonly (readonly number[])[] = [[]];
  let greedy: readonly number[] = [];
  for (let size = 1; size <= Math.min(most, count); size++) {
    const grown = new Map(beam.flatMap((set) => extended(set, count)).map((set) => [set.join(), set]));
    const kept = byGain([...grown.values()], gain).slice(0, beamWidth);
    // Kept even where others are ahead of it: they may fall back.
    greedy = byGain(extended(greedy, count), gain)[0] ?? greedy;
    beam = kept.some((set) => set.join() === greedy.join()) ? kept : [...kept, greedy];
    yield* beam;
  }
}

/** A set with each candidate that it does not have. */
const extended = (set: readonly number[], count: number): readonly (readonly number[])[] =>
  Array.from({ length: count }, (_, at) => at)
    .filter((at) => !set.includes(at))
    .map((at) => [...set, at].toSorted((a, b) => a - b));

const byGain = (
  sets: readonly (readonly number[])[],
  gain: (set: readonly number[]) => number,
): readonly (readonly number[])[] => sets.toSorted((a, b) => gain(b) - gain(a));

function isBetter(set: readonly number[], best: readonly number[], gain: (set: readonly number[]) => number): boolean {
  const difference = gain(set) - gain(best);
  return difference > 0 || (difference === 0 && set.length < best.length);
}

/** Takes out, one by one, what adds least, as long as that is less than each has to add. */
function withoutIdle(
  best: readonly number[],
  gain: (set: readonly number[]) => number,
  leastGain: number,
): readonly number[] {
  let set = best;
  while (set.length > 0) {
    const smaller = set.map((_, at) => set.toSpliced(at, 1)).toSorted((a, b) => gain(b) - gain(a))[0];
    if (smaller === undefined || gain(set) - gain(smaller) >= leastGain) break;
    set = smaller;
  }
  return set;
}
