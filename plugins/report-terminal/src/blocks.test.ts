import { describe, expect, it } from 'vitest';
import { blockLines } from './blocks.ts';
import { pageOf } from './page.ts';
import { widthOf } from './text-width.ts';

const page = pageOf({ columns: 60, isColored: false, isVerbose: false });

describe('blocks', () => {
  it('wraps texts', () => {
    const text = 'The longest chain of steps decided when the run ended, and two of them waited.';
    expect(blockLines({ type: 'text', text }, page, 2)).toEqual([
      '  The longest chain of steps decided when the run ended, and',
      '  two of them waited.',
    ]);
  });

  it('aligns facts', () => {
    const facts = [
      { label: 'Makespan', value: { value: 41_200, unit: 'ms' } },
      { label: 'Inferred', value: { value: 0.25, unit: 'share' } },
      { label: 'By', value: 'order' },
    ] as const;
    expect(blockLines({ type: 'facts', facts }, page, 2)).toEqual([
      '  Makespan  41.2 s',
      '  Inferred  25 %',
      '  By        order',
    ]);
  });

  it('aligns tables, numbers at the right', () => {
    const rows = [
      ['fetch', { value: 2000, unit: 'ms' }],
      ['日本語', { value: 12_000, unit: 'ms' }],
      ['short row'],
    ] as const;
    expect(blockLines({ type: 'table', columns: ['Step', 'Slack'], rows }, page, 2)).toEqual([
      '  Step       Slack',
      '  fetch        2 s',
      '  日本語      12 s',
      '  short row',
    ]);
  });

  it('makes the widest columns of a table give way', () => {
    const rows = [['a'.repeat(80), 'b'.repeat(30), { value: 1, unit: 'ms' as const }]];
    const lines = blockLines({ type: 'table', columns: ['A', 'B', 'C'], rows }, page, 2);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60);
    expect(lines[1]).toMatch(/^ {2}a+…a+ {2}b+…b+ {2}1 ms$/);
  });

  it('leaves out the end of sentences, cuts no figure, and wraps headings instead', () => {
    const columns = ['Candidate', 'Probability that it is so', 'Why'];
    const why = 'used 975 MiB of memory, usually 120 MiB to 242 MiB';
    const rows = [['fetch', { value: 0.858, unit: 'share' as const }, why]];
    expect(blockLines({ type: 'table', columns, rows }, page, 2)).toEqual([
      '             Probability',
      '              that it is',
      '  Candidate           so  Why',
      '  fetch           85.8 %  used 975 MiB of memory, usually 1…',
    ]);
  });

  it('counts the rows of a long table instead of printing all', () => {
    const rows = Array.from({ length: 1234 }, (_, row) => [`step${row}`]);
    const lines = blockLines({ type: 'table', columns: ['Step'], rows }, page, 0);
    expect(lines).toHaveLength(102);
    expect(lines.at(-1)).toBe('and 1134 more');
  });

  it('draws empty blocks', () => {
    expect(blockLines({ type: 'facts', facts: [] }, page, 0)).toEqual([]);
    expect(blockLines({ type: 'table', columns: [], rows: [] }, page, 0)).toEqual(['']);
    expect(blockLines({ type: 'timeline', untilMs: 0, bars: [], left: 0 }, page, 0)).toEqual(['', '']);
  });
});
