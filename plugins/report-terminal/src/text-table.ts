import type { Page } from './page.ts';
import { clipped, padded, shortened, widthOf } from './text-width.ts';
import { wrapped } from './wrapped.ts';

/** A column: numbers stand at the right and give way last. */
export interface Column {
  readonly heading: string;
  readonly align?: 'left' | 'right';
}

const GAP = 2;
const LEAST_WIDTH = 6;
/** More words than these are no name. */
const MOST_WORDS = 3;

/**
 * Lines of a table that fits into the page: the widest columns of text give way. Of what is too long the middle (names, which
 * differ at both ends) or the end (sentences) is left out; headings are wrapped.
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  page: Page,
  indent: number,
): string[] {
  const widths = widthsOf(columns, rows, page.width - indent);
  const lineOf = (cells: readonly string[]): string =>
    (
      ' '.repeat(indent) +
      columns
        .map(({ align }, at) => padded(cellText(cells[at] ?? '', widths[at]!), widths[at]!, align))
        .join(' '.repeat(GAP))
    ).trimEnd();
  return [...headingsOf(columns, widths).map((line) => page.paint('quiet', lineOf(line))), ...rows.map(lineOf)];
}

/** Lines of headings, which end above the first row. */
function headingsOf(columns: readonly Column[], widths: readonly number[]): string[][] {
  const headings = columns.map(({ heading }, at) => wrapped(heading, widths[at]!));
  const height = headings.reduce((most, { length }) => Math.max(most, length), 1);
  return Array.from({ length: height }, (_, line) =>
    headings.map((lines) => lines[line - height + lines.length] ?? ''),
  );
}

function cellText(text: string, width: number): string {
  return text.split(' ', MOST_WORDS + 1).length > MOST_WORDS ? clipped(text, width) : shortened(text, width);
}

function widthsOf(columns: readonly Column[], rows: readonly (readonly string[])[], room: number): number[] {
  const cells = columns.map((_, at) => rows.reduce((most, row) => Math.max(most, widthOf(row[at] ?? '')), 0));
  const natural = columns.map(({ heading }, at) => Math.max(cells[at]!, widthOf(heading)));
  if (excessOf(natural, room) <= 0) return natural;
  const ofNumbers = columns.map(({ heading, align }, at) =>
    align === 'right' ? Math.max(cells[at]!, ...heading.split(' ').map(widthOf)) : undefined,
  );
  const wrapping = natural.map((width, at) => ofNumbers[at] ?? width);
  const texts = fitted(
    wrapping,
    ofNumbers.map((width) => width ?? LEAST_WIDTH),
    room,
  );
  // Where that is not enough, numbers give way as well.
  return fitted(
    texts,
    columns.map(() => LEAST_WIDTH),
    room,
  );
}

/** Columns that are too many for the page. */
const excessOf = (widths: readonly number[], room: number): number =>
  widths.reduce((sum, width) => sum + width + GAP, -GAP) - room;

/** Takes the excess from the widest column that can give way until the next one is as wide, and so on. */
function fitted(natural: readonly number[], least: readonly number[], room: number): number[] {
  const widths = [...natural];
  let excess = excessOf(widths, room);
  while (excess > 0) {
    const giving = widths.flatMap((width, at) => (width > least[at]! ? [at] : []));
    const [widest] = giving.toSorted((a, b) => widths[b]! - widths[a]!);
    if (widest === undefined) break;
    const next = giving.reduce((most, at) => (at !== widest ? Math.max(most, widths[at]!) : most), least[widest]!);
    const given = Math.min(excess, Math.max(1, widths[widest]! - Math.max(next, least[widest]!)));
    widths[widest]! -= given;
    excess -= given;
  }
  return widths;
}
