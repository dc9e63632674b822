import { formatQuantity } from '@faultline/core';
import type { Block, Cell } from '@faultline/model';
import type { Page } from './page.ts';
import { padded, shortened, widthOf } from './text-width.ts';
import { textTable } from './text-table.ts';
import { timelineDrawing } from './timeline-drawing.ts';
import { hanging, wrapped } from './wrapped.ts';

const MOST_ROWS = 100;

/** Lines of any block, whichever plugin made it. */
export function blockLines(block: Block, page: Page, indent: number): string[] {
  switch (block.type) {
    case 'text':
      return wrapped(block.text, page.width - indent).map((line) => ' '.repeat(indent) + line);
    case 'facts':
      return factLines(block.facts, page, indent);
    case 'table':
      return tableLines(block, page, indent);
    case 'timeline':
      return timelineDrawing(block, page, indent);
  }
}

const cellText = (cell: Cell): string => (typeof cell === 'string' ? cell : formatQuantity(cell.value, cell.unit));

function factLines(facts: Extract<Block, { type: 'facts' }>['facts'], page: Page, indent: number): string[] {
  const labelWidth = Math.min(
    facts.reduce((most, { label }) => Math.max(most, widthOf(label)), 0),
    Math.floor(page.width / 2),
  );
  const from = indent + labelWidth + 2;
  return facts.flatMap(({ label, value }) => {
    const head = `${' '.repeat(indent)}${padded(shortened(label, labelWidth), labelWidth)}  `;
    return hanging(head, from, wrapped(cellText(value), page.width - from));
  });
}

function tableLines({ columns, rows }: Extract<Block, { type: 'table' }>, page: Page, indent: number): string[] {
  const shown = rows.slice(0, MOST_ROWS);
  const isNumeric = (at: number): boolean => shown.some((row) => typeof row[at] === 'object');
  const specs = columns.map((heading, at) => ({
    heading,
    align: isNumeric(at) ? ('right' as const) : ('left' as const),
  }));
  const texts = shown.map((row) => row.map(cellText));
  const left = rows.length - shown.length;
  return [...textTable(specs, texts, page, indent), ...(left > 0 ? [`${' '.repeat(indent)}and ${left} more`] : [])];
}
