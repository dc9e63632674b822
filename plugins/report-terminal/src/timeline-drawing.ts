import { formatQuantity } from '@faultline/core';
import type { Block, TimelineBar } from '@faultline/model';
import { axis } from './axis.ts';
import type { Page, Tone } from './page.ts';
import { clipped, padded, shortened, widthOf } from './text-width.ts';
import { counted } from './words.ts';
import { wrapped } from './wrapped.ts';

type Timeline = Extract<Block, { type: 'timeline' }>;

/** How each kind of part is drawn, what is painted over others last. */
const marks = [
  { mark: '.', kind: 'waiting', word: 'waiting', tone: 'quiet' },
  { mark: '#', kind: 'work', word: 'work', tone: 'good' },
  { mark: '>', kind: 'open', word: 'open', tone: 'warning' },
  { mark: 'x', kind: 'failed', word: 'failed', tone: 'error' },
] as const;
const NEVER_BEGAN = { mark: '-', word: 'never began', tone: 'quiet' } as const;
const INSTANT = { mark: '|', word: 'no length', tone: 'quiet' } as const;
const CRITICAL = '*';
const MOST_LABEL_SHARE = 0.36;

/**
 * Bars over an axis, as wide as the page. Where only the order is known, without times.
 *
 *                        0 s          10 s
 *     * ingestion  2.1 s  ##
 *       lab          6 s    ......######  waited 5.8 s
 *     # work  . waiting  * critical path
 */
export function timelineDrawing({ bars, untilMs, hasTimes, left }: Timeline, page: Page, indent: number): string[] {
  const labelWidth = Math.min(
    bars.reduce((most, { label }) => Math.max(most, widthOf(label)), 0),
    Math.floor(page.width * MOST_LABEL_SHARE),
  );
  const isTimed = hasTimes !== false;
  const times = isTimed ? bars.map(tookText) : [];
  const timeWidth = times.reduce((most, text) => Math.max(most, text.length), 0);
  const chartFrom = indent + 2 + labelWidth + 2 + timeWidth + (isTimed ? 2 : 0);
  const chartWidth = Math.max(10, page.width - chartFrom);
  const lines = bars.flatMap((bar, index) => {
    const name = indentedLabel(bar.label, labelWidth);
    const isMarked = bar.isCritical ? CRITICAL : ' ';
    const time = isTimed ? `${padded(times[index]!, timeWidth, 'right')}  ` : '';
    const head = `${' '.repeat(indent)}${isMarked} ${padded(name, labelWidth)}  ${time}`;
    const [first, ...others] = charted(bar, untilMs, chartWidth, page);
    return [head + first, ...others.map((line) => ' '.repeat(chartFrom) + line)];
  });
  return [
    ...(isTimed ? [' '.repeat(chartFrom) + page.paint('quiet', axis(untilMs, chartWidth))] : []),
    ...lines,
    ...(left > 0 ? [`${' '.repeat(indent + 2)}and ${counted(left, 'more bar')}`] : []),
    ...legendLines(bars, page.width - indent).map((line) => ' '.repeat(indent) + page.paint('quiet', line)),
  ].map((line) => line.trimEnd());
}

/** From the first work to the last, whatever was waited for between. */
function tookText({ parts }: TimelineBar): string {
  const worked = parts.filter(({ kind }) => kind !== 'waiting');
  if (worked.length === 0) return '';
  const from = worked.reduce((least, { fromMs }) => Math.min(least, fromMs), Infinity);
  const to = worked.reduce((most, { toMs }) => Math.max(most, toMs), -Infinity);
  return formatQuantity(to - from, 'ms');
}

/** Shortens the name, not the indentation that shows who called it. */
function indentedLabel(label: string, width: number): string {
  const name = label.trimStart();
  const blanks = Math.min(label.length - name.length, Math.floor(width / 2));
  return ' '.repeat(blanks) + shortened(name, width - blanks);
}

interface Cells {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The bar with its note where there is room: at the right, at the left, or on a line below. */
function charted(bar: TimelineBar, untilMs: number, width: number, page: Page): string[] {
  const { from, to, text } = cellsOf(bar, untilMs, width);
  const blanks = ' '.repeat(from);
  const drawn = painted(text, page);
  if (bar.note === undefined) return [blanks + drawn];
  const note = clipped(bar.note, width);
  const room = widthOf(note) + 2;
  if (to + room <= width) return [`${blanks}${drawn}  ${note}`];
  if (from >= room) return [`${' '.repeat(from - room)}${note}  ${drawn}`];
  return [blanks + drawn, ' '.repeat(Math.min(from, width - widthOf(note))) + note];
}

function cellsOf({ parts }: TimelineBar, untilMs: number, width: number): Cells {
  const columnOf = (ms: number): number =>
    untilMs > 0 ? Math.min(width, Math.max(0, Math.round((ms / untilMs) * width))) : 0;
  const cells: string[] = Array.from({ length: width }, () => ' ');
  let [first, last] = [width, 0];
  for (const { kind, mark } of marks) {
    for (const part of parts) {
      if (part.kind !== kind) continue;
      const special = markOf(part);
      const from = Math.min(columnOf(part.fromMs), width - 1);
      // Work is seen however short, a wait only if it is longer than half a column.
      const to = Math.max(columnOf(part.toMs), from + (kind === 'waiting' && special === undefined ? 0 : 1));
      if (to <= from) continue;
      cells.fill(special ?? mark, from, to);
      first = Math.min(first, from);
      last = Math.max(last, to);
    }
  }
  return { from: Math.min(first, last), to: last, text: cells.slice(first, last).join('') };
}

/** What has no length has a mark of its own. A wait without length that no work follows never began. */
function markOf({ kind, fromMs, toMs }: TimelineBar['parts'][number]): string | undefined {
  if (toMs > fromMs) return undefined;
  if (kind === 'waiting') return NEVER_BEGAN.mark;
  return kind === 'work' ? INSTANT.mark : undefined;
}

const toneOfMark = new Map<string, Tone>([...marks, NEVER_BEGAN, INSTANT].map(({ mark, tone }) => [mark, tone]));

const painted = (text: string, page: Page): string =>
  text.replace(/(.)\1*/g, (run, mark: string) => {
    const tone = toneOfMark.get(mark);
    return tone === undefined ? run : page.paint(tone, run);
  });

/** The marks that occur. A line breaks between them, not inside. */
function legendLines(bars: readonly TimelineBar[], width: number): string[] {
  const parts = bars.flatMap((bar) => bar.parts);
  const special = new Set(parts.map(markOf));
  const occurs = (kind: string): boolean => parts.some((part) => part.kind === kind && markOf(part) === undefined);
  const entries = [
    ...marks.filter(({ kind }) => occurs(kind)),
    ...[NEVER_BEGAN, INSTANT].filter(({ mark }) => special.has(mark)),
    ...(bars.some(({ isCritical }) => isCritical) ? [{ mark: CRITICAL, word: 'critical path' }] : []),
  ].map(({ mark, word }) => `${mark} ${word}`.replaceAll(' ', NO_BREAK));
  return wrapped(entries.join('   '), width).map((line) => line.replaceAll(NO_BREAK, ' '));
}

const NO_BREAK = '\u00a0';
