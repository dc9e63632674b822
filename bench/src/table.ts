import type { Row, Value } from './benchmark.ts';

/** Rows as a text table: numbers to the right, columns in order of first appearance. */
export function tableOf(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(({ columns }) => Object.keys(columns)))];
  const cells = rows.map(({ columns }) => names.map((name) => shown(columns[name])));
  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const isNumeric = names.map((name) => rows.some(({ columns }) => typeof columns[name] === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (isNumeric[i] === true ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(names), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n') + '\n';
}

function shown(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(3)));
}
