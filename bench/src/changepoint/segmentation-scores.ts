/** How near a change must be to count as the one a person marked. */
const marginValues = 5;

/**
 * F1 of changes against what several people marked. Precision: the share of the changes that anyone marked; recall:
 * the mean over people of the share of theirs that was found; both with a margin of 5, each change used once, and the
 * start of the series counted as a change by all.
 *
 * G. J. J. van den Burg, C. K. I. Williams, "An evaluation of change point detection algorithms" (arXiv 2003.06222).
 */
export function f1Of(changes: readonly number[], annotations: readonly (readonly number[])[]): number {
  const found = withStart(changes);
  const marked = annotations.map(withStart);
  const precision = matches(withStart(marked.flat()), found) / found.length;
  const recall = meanOf(marked.map((one) => matches(one, found) / one.length));
  return (2 * precision * recall) / (precision + recall);
}

/**
 * How well the segments between changes cover those between marked changes, averaged over people: for each marked
 * segment the best ratio of intersection to union with any of ours, weighted by its length. From the same paper.
 */
export function coveringOf(
  changes: readonly number[],
  annotations: readonly (readonly number[])[],
  length: number,
): number {
  const ours = segmentsOf(changes, length);
  return meanOf(
    annotations.map((marked) => {
      let covered = 0;
      for (const segment of segmentsOf(marked, length))
        covered += (segment.end - segment.start) * Math.max(...ours.map((one) => overlap(one, segment)));
      return covered / length;
    }),
  );
}

interface Segment {
  readonly start: number;
  readonly end: number;
}

const withStart = (changes: readonly number[]): number[] => [...new Set([0, ...changes])].toSorted((a, b) => a - b);

/** How many of the marked changes have a change of their own within the margin. */
function matches(marked: readonly number[], changes: readonly number[]): number {
  const left = new Set(changes);
  let matched = 0;
  for (const mark of marked) {
    const near = [...left].filter((change) => Math.abs(change - mark) <= marginValues);
    if (near.length === 0) continue;
    left.delete(near.reduce((best, change) => (Math.abs(change - mark) < Math.abs(best - mark) ? change : best)));
    matched++;
  }
  return matched;
}

function segmentsOf(changes: readonly number[], length: number): Segment[] {
  const bounds = [...withStart(changes), length];
  return bounds.slice(1).map((end, i) => ({ start: bounds[i] ?? 0, end }));
}

function overlap(a: Segment, b: Segment): number {
  const intersection = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return intersection <= 0 ? 0 : intersection / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

const meanOf = (figures: readonly number[]): number => figures.reduce((sum, one) => sum + one, 0) / figures.length;
