import { describe, expect, it } from 'vitest';
import type { TimelineBar } from '@faultline/model';
import { pageOf } from './page.ts';
import { widthOf } from './text-width.ts';
import { timelineDrawing } from './timeline-drawing.ts';

const page = pageOf({ columns: 60, isColored: false, isVerbose: false });
const bar = (label: string, parts: TimelineBar['parts'], rest: Partial<TimelineBar> = {}): TimelineBar => ({
  label,
  executionIds: [],
  isCritical: false,
  parts,
  ...rest,
});
const drawn = (untilMs: number, bars: readonly TimelineBar[], left = 0): string[] =>
  timelineDrawing({ type: 'timeline', untilMs, bars, left }, page, 0);

describe('timeline', () => {
  it('draws each kind of part, marks the critical path, and explains the marks that occur', () => {
    expect(
      drawn(40, [
        bar('fetch', [{ fromMs: 0, toMs: 10, kind: 'work' }], { isCritical: true }),
        bar('parse', [
          { fromMs: 10, toMs: 15, kind: 'waiting' },
          { fromMs: 15, toMs: 20, kind: 'failed' },
          { fromMs: 20, toMs: 30, kind: 'waiting' },
          { fromMs: 30, toMs: 40, kind: 'open' },
        ]),
        bar('mail', [{ fromMs: 20, toMs: 20, kind: 'waiting' }]),
        bar('mark', [{ fromMs: 20, toMs: 20, kind: 'work' }]),
      ]),
    ).toEqual([
      '                0 ms       10 ms      20 ms            40 ms',
      '* fetch  10 ms  ###########',
      '  parse  25 ms             ......xxxxx...........>>>>>>>>>>>',
      '  mail                                -',
      '  mark    0 ms                        |',
      '. waiting   # work   > open   x failed   - never began',
      '| no length   * critical path',
    ]);
  });

  it('puts a note at the right of its bar, else at the left, else below', () => {
    const note = 'waited 2 ms';
    const lines = drawn(40, [
      bar('a', [{ fromMs: 0, toMs: 10, kind: 'work' }], { note }),
      bar('b', [{ fromMs: 30, toMs: 40, kind: 'work' }], { note }),
      bar('c', [{ fromMs: 0, toMs: 40, kind: 'work' }], { note }),
      bar('d', [], { note: 'never seen' }),
    ]);
    expect(lines.slice(1, 6)).toEqual([
      '  a  10 ms  ############  waited 2 ms',
      '  b  10 ms                         waited 2 ms  ############',
      '  c  40 ms  ################################################',
      '            waited 2 ms',
      '  d           never seen',
    ]);
  });

  it('shows work however short, and what lies outside of the run at its edge', () => {
    const lines = drawn(1000, [
      bar('short', [{ fromMs: 500, toMs: 500.001, kind: 'work' }]),
      bar('early', [{ fromMs: -50, toMs: -10, kind: 'work' }]),
      bar('late', [{ fromMs: 2000, toMs: 3000, kind: 'work' }]),
    ]);
    for (const line of lines.slice(1, 4)) expect(line).toMatch(/^.{16}\s*#$/);
    expect(lines[3]).toHaveLength(60);
  });

  it('shortens names, not the indentation that shows who called whom', () => {
    const lines = drawn(10, [
      bar('agent', [{ fromMs: 0, toMs: 10, kind: 'work' }]),
      bar('    a_tool_with_a_very_long_name', [{ fromMs: 0, toMs: 10, kind: 'work' }]),
    ]);
    expect(lines[2]).toMatch(/^ {6}a_tool_w…ong_name {2}10 ms {2}#+$/);
  });

  it('aligns wide letters and fits into the page', () => {
    const lines = drawn(
      10,
      ['日本語のステップ', 'fetch', '👩‍👩‍👧'].map((label) => bar(label, [{ fromMs: 0, toMs: 10, kind: 'work' }])),
    );
    expect(new Set(lines.slice(1, 4).map((line) => widthOf(line.replace(/#+$/, ''))))).toHaveLength(1);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60);
  });

  it('counts bars that were left out', () => {
    expect(drawn(10, [bar('a', [{ fromMs: 0, toMs: 10, kind: 'work' }])], 12)).toContain('  and 12 more bars');
  });

  it('draws an order without times', () => {
    const bars = [
      bar('ask', [{ fromMs: 0, toMs: 10, kind: 'work' }]),
      bar('answer', [{ fromMs: 10, toMs: 20, kind: 'failed' }]),
    ];
    expect(timelineDrawing({ type: 'timeline', untilMs: 20, hasTimes: false, bars, left: 0 }, page, 0)).toEqual([
      `  ask     ${'#'.repeat(25)}`,
      `  answer  ${' '.repeat(25)}${'x'.repeat(25)}`,
      '# work   x failed',
    ]);
  });

  it('draws a run without length', () => {
    expect(drawn(0, [bar('a', [{ fromMs: 0, toMs: 0, kind: 'work' }])]).slice(1)).toEqual([
      '  a  0 ms  |',
      '| no length',
    ]);
  });
});
