/** Lines around a change. */
const context = 3;

/**
 * What changed between two texts, in the unified format, without a header: `@@` lines, then lines marked ` `, `-` or `+`.
 * Empty: they are equal. From a longest common subsequence of the lines. O(n * m) for the lines between the first and the
 * last that differ.
 *
 * D. Hirschberg, "A linear space algorithm for computing maximal common subsequences", CACM 18 (1975), section 2.
 */
export function unifiedDiff(before: string, after: string): readonly string[] {
  const lines = markedLines(before.split('\n'), after.split('\n'));
  const isNear = nearChange(lines);
  const diff: string[] = [];
  let [oldLine, newLine, hunk] = [1, 1, -1];
  const counts = { old: 0, new: 0, oldFrom: 0, newFrom: 0 };
  const close = (): void => {
    if (hunk >= 0) diff[hunk] = `@@ -${counts.oldFrom},${counts.old} +${counts.newFrom},${counts.new} @@`;
    hunk = -1;
  };
  for (const [at, line] of lines.entries()) {
    if (!isNear[at]) close();
    else {
      if (hunk < 0) {
        hunk = diff.push('') - 1;
        Object.assign(counts, { old: 0, new: 0, oldFrom: oldLine, newFrom: newLine });
      }
      diff.push(line);
      if (line[0] !== '+') counts.old++;
      if (line[0] !== '-') counts.new++;
    }
    if (line[0] !== '+') oldLine++;
    if (line[0] !== '-') newLine++;
  }
  close();
  return diff;
}

/** All lines of both, in order, marked by where they stand. */
function markedLines(before: readonly string[], after: readonly string[]): readonly string[] {
  let first = 0;
  while (first < before.length && first < after.length && before[first] === after[first]) first++;
  let last = 0;
  const least = Math.min(before.length, after.length) - first;
  while (last < least && before.at(-1 - last) === after.at(-1 - last)) last++;
  const old = before.slice(first, before.length - last);
  const now = after.slice(first, after.length - last);
  return [
    ...before.slice(0, first).map(kept),
    ...changedLines(old, now),
    ...before.slice(before.length - last).map(kept),
  ];
}

const kept = (line: string): string => ` ${line}`;

function changedLines(old: readonly string[], now: readonly string[]): readonly string[] {
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

function nearChange(lines: readonly string[]): readonly boolean[] {
  const isNear = lines.map(() => false);
  for (const [at, line] of lines.entries())
    if (line[0] !== ' ')
      for (let near = Math.max(0, at - context); near <= Math.min(lines.length - 1, at + context); near++)
        isNear[near] = true;
  return isNear;
}
