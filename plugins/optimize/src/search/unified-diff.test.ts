import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, line) => `line ${line + 1}`);

it('shows what changed, with three lines around it', () => {
  const before = numbered(12);
  const after = before.with(5, 'changed').toSpliced(6, 0, 'new');
  expect(unifiedDiff(before.join('\n'), after.join('\n'))).toEqual([
    '@@ -3,7 +3,8 @@',
    ' line 3',
    ' line 4',
    ' line 5',
    '-line 6',
    '+changed',
    '+new',
    ' line 7',
    ' line 8',
    ' line 9',
  ]);
});

it('parts changes that are far from each other', () => {
  const before = numbered(20);
  const after = before.with(1, 'a').with(18, 'b');
  const hunks = unifiedDiff(before.join('\n'), after.join('\n')).filter((line) => line.startsWith('@@'));
  expect(hunks).toEqual(['@@ -1,5 +1,5 @@', '@@ -16,5 +16,5 @@']);
});

it('is empty for equal texts, and otherwise turns one into the other', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const diff = unifiedDiff(before, after);
      expect(diff.length === 0).toBe(before === after);
      expect(patched(before, diff)).toBe(after);
    }),
  );
});

const steps = (type: string): string =>
  Array.from({ length: 12_000 }, (_, step) => `- id: step-${step}\n  type: ${type}`).join('\n');

it('tells one change for each of 12,000 steps, and nothing else', () => {
  const diff = unifiedDiff(steps('old'), steps('new'));
  expect(diff.filter((line) => line.startsWith('-'))).toEqual(Array(12_000).fill('-  type: old'));
  expect(diff.filter((line) => line.startsWith('+'))).toEqual(Array(12_000).fill('+  type: new'));
  expect(patched(steps('old'), diff)).toBe(steps('new'));
});

it('replaces what is long and has no line of its own', () => {
  const [before, after] = [Array(1000).fill('a\nb').join('\n'), Array(1000).fill('b\na\nc').join('\n')];
  expect(patched(before, unifiedDiff(before, after))).toBe(after);
});

/** Applies a diff, as `patch` would. */
function patched(before: string, diff: readonly string[]): string {
  const old = before.split('\n');
  const lines: string[] = [];
  let at = 0;
  for (const line of diff) {
    const from = /^@@ -(\d+)/.exec(line)?.[1];
    if (from !== undefined) while (at < Number(from) - 1) lines.push(old[at++]);
    else if (line.startsWith('+')) lines.push(line.slice(1));
    else {
      if (line.slice(1) !== old[at]) throw new Error(`"${line}" does not stand in line ${at + 1}`);
      if (line.startsWith(' ')) lines.push(old[at]);
      at++;
    }
  }
  return [...lines, ...old.slice(at)].join('\n');
}
