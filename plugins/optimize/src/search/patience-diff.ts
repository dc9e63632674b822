/** Up to so many pairs of lines a stretch without lines of its own is compared in full. */
const mostPairs = 250_000;

/**
 * All lines of two texts, in order, marked ` ` (in both), `-` or `+`: a patience diff. Lines that stand once in each text, in
 * the longest sequence in which both have them, hold the texts together, and what lies between is compared the same way; a
 * stretch without such lines by its longest common subsequence, or, where that would be too much, is replaced.
 *
 *     - id: a      - id: a          Steps are held together by their ids: what changed in one
 *       type: x      type: y        is never told as a change of another.
 *     - id: b      - id: b
 *
 * O(n log n) and at most 250,000 pairs for each stretch. The sequence: M. L. Fredman, "On computing the length of longest
 * increasing subsequences", Discrete Mathematics 11 (1975).
 */
export function patienceDiff(before: readonly string[], after: readonly string[]): readonly string[] {
  const lines: string[] = [];
  // What is still to be compared, the next on top: no recursion over what a text may nest.
  const open: Stretch[] = [{ from: 0, to: before.length, fromNew: 0, toNew: after.length }];
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    let { from, to, fromNew, toNew } = stretch;
    while (from < to && fromNew < toNew && before[from] === after[fromNew]) {
      lines.push(` ${before[from++]}`);
      fromNew++;
    }
    const end = to;
    while (from < to && fromNew < toNew && before[to - 1] === after[toNew - 1]) [to, toNew] = [to - 1, toNew - 1];
    // Equal to the end: a stretch of its own, told when all before it is.
    if (to < end) open.push({ from: to, to: end, fromNew: toNew, toNew: toNew + end - to });
    if (from === to || fromNew === toNew) {
      for (const line of before.slice(from, to)) lines.push(`-${line}`);
      for (const line of after.slice(fromNew, toNew)) lines.push(`+${line}`);
      continue;
    }
    const anchors = anchorsOf(before, after, { from, to, fromNew, toNew });
    if (anchors.length === 0) {
      for (const line of compared(before.slice(from, to), after.slice(fromNew, toNew))) lines.push(line);
      continue;
    }
    for (const [at, atNew] of anchors.toReversed()) {
      open.push({ from: at, to, fromNew: atNew, toNew });
      [to, toNew] = [at, atNew];
    }
    open.push({ from, to, fromNew, toNew });
  }
  return lines;
}

/** Lines of both texts, the ends excluded. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly fromNew: number;
  readonly toNew: number;
}

type Anchor = readonly [at: number, atNew: number];

/** Lines that stand once in each, as far as both have them in one order. O(n log n). */
function anchorsOf(before: readonly string[], after: readonly string[], stretch: Stretch): readonly Anchor[] {
  const inOld = onceIn(before, stretch.from, stretch.to);
  const inNew = onceIn(after, stretch.fromNew, stretch.toNew);
  const pairs: Anchor[] = [];
  for (const [line, at] of inOld) {
    const atNew = inNew.get(line);
    if (at >= 0 && atNew !== undefined && atNew >= 0) pairs.push([at, atNew]);
  }
  return increasing(pairs);
}

/** The place of each line, -1 for one that stands there more than once; in the order of the lines. */
function onceIn(lines: readonly string[], from: number, to: number): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let at = from; at < to; at++) places.set(lines[at]!, places.has(lines[at]!) ? -1 : at);
  return places;
}

/** The longest sequence of pairs that goes up in both; they come in order of the first. */
function increasing(pairs: readonly Anchor[]): readonly Anchor[] {
  const byOld = pairs.toSorted(([a], [b]) => a - b);
  /** By length: the pair with the smallest second number that ends a sequence of it. */
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [pair, [, atNew]] of byOld.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byOld[ends[middle]!]![1] < atNew) low = middle + 1;
      else high = middle;
    }
    previous.push(ends[low - 1]);
    ends[low] = pair;
  }
  const sequence: Anchor[] = [];
  for (let pair = ends.at(-1); pair !== undefined; pair = previous[pair]) sequence.push(byOld[pair]!);
  return sequence.toReversed();
}

/** By their longest common subsequence, if that is affordable. O(n * m) of at most 250,000. */
function compared(old: readonly string[], now: readonly string[]): readonly string[] {
  if (old.length * now.length > mostPairs) return [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
  const width = now.length + 1;
  /** Length of the longest common subsequence of what follows line i of the old and line j of the new. */
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === now[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(` ${old[i]}`);
      i++;
      j++;
    } else if (j === now.length || (i < old.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      lines.push(`-${old[i++]}`);
    } else lines.push(`+${now[j++]}`);
  }
  return lines;
}
