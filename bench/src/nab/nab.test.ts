import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@faultline/stats';
import { afterAll, describe, expect, it } from 'vitest';
import type { Row } from '../benchmark.ts';
import type { PassedOver } from '../data/passed-over.ts';
import { nabSeriesIn } from './nab-series.ts';
import { nab } from './nab.ts';

const data = mkdtempSync(join(tmpdir(), 'nab-'));
afterAll(() => {
  rmSync(data, { recursive: true });
});

const timeOf = (minute: number): string =>
  new Date(Date.UTC(2015, 1, 26, 21, 42, 53) + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ');

type Windows = readonly (readonly [from: number, to: number])[];

/** Writes series with their windows, by index; half a minute later where no value is. */
function write(name: string, all: Readonly<Record<string, Windows>>, laterSeconds = 0): string {
  const folder = join(data, name);
  const root = join(folder, 'anomaly', 'NAB');
  mkdirSync(join(root, 'labels'), { recursive: true });
  const random = seededRandom(1);
  const labels = new Map<string, readonly (readonly string[])[]>();
  for (const [file, windows] of Object.entries(all)) {
    mkdirSync(join(root, 'data', file, '..'), { recursive: true });
    const isIn = (at: number): boolean => windows.some(([from, to]) => at >= from && at <= to);
    const rows = Array.from({ length: 400 }, (_, at) => `${timeOf(at)},${random() + (isIn(at) ? 20 : 0)}`);
    writeFileSync(join(root, 'data', file), `\uFEFF${['timestamp,value', ...rows, ''].join('\r\n')}`);
    const shown = (at: number): string => `${timeOf(at + laterSeconds / 60)}.000000`;
    labels.set(
      file,
      windows.map(([from, to]) => [shown(from), shown(to)]),
    );
  }
  writeFileSync(join(root, 'labels', 'combined_windows.json'), JSON.stringify(Object.fromEntries(labels)));
  return folder;
}

async function rowsOf(dataFolder: string): Promise<readonly Row['columns'][]> {
  const rows: Row[] = [];
  for await (const row of nab.run({ isQuick: true, dataFolder })) rows.push(row);
  return rows.map(({ columns }) => columns);
}

describe('nabSeriesIn', () => {
  it('reads windows by time, whether or not a value is at that very time', () => {
    const wins: Windows = [
      [300, 320],
      [100, 120],
    ];
    for (const [laterSeconds, first, last] of [
      [0, 100, 120],
      [30, 101, 120],
    ] as const) {
      const root = join(write(`by time ${laterSeconds}`, { 'real/a.csv': wins }, laterSeconds), 'anomaly', 'NAB');
      const [series] = nabSeriesIn(root, []);
      expect(series?.windows).toEqual([
        { first, last },
        { first: first + 200, last: last + 200 },
      ]);
      expect(series?.values).toHaveLength(400);
    }
  });

  it('names what has no label, no number, or no value in its window', () => {
    const root = join(
      write('odd', { 'a/fine.csv': [], 'b/late.csv': [[500, 510]], 'b/holes.csv': [] }),
      'anomaly',
      'NAB',
    );
    writeFileSync(join(root, 'data', 'b', 'holes.csv'), `timestamp,value\n${timeOf(0)},1\n${timeOf(1)},\n`);
    writeFileSync(join(root, 'data', 'b', 'new.csv'), 'timestamp,value\n');
    writeFileSync(join(root, 'data', '.DS_Store'), '');
    const passedOver: PassedOver[] = [];
    expect(nabSeriesIn(root, passedOver).map(({ name }) => name)).toEqual(['a/fine.csv']);
    expect(passedOver).toEqual([
      { file: 'b/holes.csv', reason: 'row 2 has no number' },
      { file: 'b/late.csv', reason: `no value is in the window from ${timeOf(500)}.000000` },
      { file: 'b/new.csv', reason: 'no one labelled it' },
    ]);
  });
});

describe('nab', () => {
  const marked: Windows = [[200, 240]];

  it('has a score where there are windows, and thresholds of others where there are others', async () => {
    const two = await rowsOf(write('two', { 'a/x.csv': marked, 'b/y.csv': marked }));
    expect(two.at(-1)).toMatchObject({ detector: 'faultline', series: 'all 2', windows: 2, found: 2 });
    expect(Object.keys(two.at(-1) ?? {})).toEqual(expect.arrayContaining(['score', 'left out']));
    const one = await rowsOf(write('one', { 'a/x.csv': marked, 'calm/y.csv': [] }));
    expect(one.at(-1)).toHaveProperty('score');
    expect(one.at(-1)).not.toHaveProperty('left out');
    const calm = await rowsOf(write('calm', { 'calm/y.csv': [] }));
    expect(calm.at(-1)).toEqual({ detector: 'faultline', series: 'all 1', windows: 0, found: 0, 'false alarms': 0 });
  });

  it('says in one line that there are no data', async () => {
    expect(await rowsOf(join(data, 'elsewhere'))).toEqual([
      { set: 'nab', note: expect.stringContaining('There is no labelled series') as string },
    ]);
  });
});
