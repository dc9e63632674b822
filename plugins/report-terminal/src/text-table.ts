import type { Page } from './page.ts';
import { clipped, padded, shortened, widthOf } from './text-width.ts';

/** A column: numbers stand at the right; of what is too long the middle (names) or the end (sentences) is left out. */
export interface Column {
  readonly heading: string;
  readonly align?: 'left' | 'right';
  readonly leftOut?: 'middle' | 'end';
}

const GAP = 2;
const LEAST_WIDTH = 6;

/** Lines of a table that fits into the page: the widest columns of text give way. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  page: Page,
  indent: number,
): string[] {
  const natural = columns.map(({ heading }, at) =>
    rows.reduce((most, row) => Math.max(most, widthOf(row[at] ?? '')), widthOf(heading)),
  );
  const widths = fitted(natural, page.width - indent);
  const lineOf = (cells: readonly string[]): string =>
    (
      ' '.repeat(indent) +
      columns.map((column, at) => cellText(cells[at] ?? '', widths[at]!, column)).join(' '.repeat(GAP))
    ).trimEnd();
  const headings = lineOf(columns.map(({ heading }) => heading));
  return [page.paint('quiet', headings), ...rows.map(lineOf)];
}

function cellText(text: string, width: number, { align = 'left', leftOut = 'middle' }: Column): string {
  return padded(leftOut === 'middle' ? shortened(text, width) : clipped(text, width), width, align);
}

/** Takes the excess from the widest column until the next one is as wide, and so on. */
function fitted(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width + GAP, -GAP) - room;
  while (excess > 0) {
    const widest = widths.reduce((best, width, at) => (width > widths[best]! ? at : best), 0);
    const next = widths.reduce((most, width, at) => (at !== widest && width > most ? width : most), LEAST_WIDTH);
    const given = Math.min(excess, Math.max(1, widths[widest]! - next));
    if (widths[widest]! - given < LEAST_WIDTH) break;
    widths[widest]! -= given;
    excess -= given;
  }
  return widths;
}
