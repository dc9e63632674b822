import type { Row, Value } from './benchmark.ts';

/** Rows as a text table: numbers to the right, columns in order of first appearance; below it what is no row but a note. */
export function tableOf(rows: readonly Row[]): string {
  const { table = [], notes = [] } = Object.groupBy(rows, (row) => (isNote(row) ? 'notes' : 'table'));
  return [...linesOf(table), ...notes.map(({ columns }) => `${columns['set']}: ${columns['note']}`)].join('\n') + '\n';
}

/** It has nothing but the name of a set, and what is to be said of it. */
const isNote = ({ columns }: Row): boolean => Object.keys(columns).join(' ') === 'set note';

function linesOf(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  const names = [...new Set(rows.flatMap(({ columns }) => Object.keys(columns)))];
  const cells = rows.map(({ columns }) => names.map((name) => shown(columns[name])));
  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const isNumeric = names.map((name) => rows.some(({ columns }) => typeof columns[name] === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (isNumeric[i] === true ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(names), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)];
}

function shown(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(3)));
}
