import { patienceDiff } from './patience-diff.ts';

/** Lines around a change. */
const context = 3;

/**
 * What changed between two texts, in the unified format, without a header: `@@` lines, then lines marked ` `, `-` or `+`.
 * Empty: they are equal. O(n log n) for texts that are held together by lines that stand once, see `patienceDiff`.
 */
export function unifiedDiff(before: string, after: string): readonly string[] {
  const lines = patienceDiff(before.split('\n'), after.split('\n'));
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

function nearChange(lines: readonly string[]): readonly boolean[] {
  const isNear = lines.map(() => false);
  for (const [at, line] of lines.entries())
    if (line[0] !== ' ')
      for (let near = Math.max(0, at - context); near <= Math.min(lines.length - 1, at + context); near++)
        isNear[near] = true;
  return isNear;
}
