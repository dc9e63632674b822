import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A stretch of a series that people marked as anomalous: indices of its first and last value. */
interface Window {
  readonly first: number;
  readonly last: number;
}

/** One labelled series. */
export interface NabSeries {
  /** Folder and file, as the labels name it. */
  readonly name: string;
  readonly values: readonly number[];
  readonly windows: readonly Window[];
}

const windowsSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

/** The labelled series that are there, of the Numenta Anomaly Benchmark, in order of their names. */
export function nabSeriesIn(folder: string): NabSeries[] {
  const labels = join(folder, 'labels', 'combined_windows.json');
  if (!existsSync(labels)) return [];
  const windowsOf = new Map(Object.entries(windowsSchema.parse(JSON.parse(readFileSync(labels, 'utf8')))));
  return readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.csv'))
    .toSorted()
    .flatMap((name) => {
      const windows = windowsOf.get(name);
      return windows === undefined ? [] : [seriesOf(name, readFileSync(join(folder, 'data', name), 'utf8'), windows)];
    });
}

function seriesOf(name: string, csv: string, windows: readonly (readonly [string, string])[]): NabSeries {
  const times: string[] = [];
  const values: number[] = [];
  for (const line of csv.trim().split(/\r?\n/u).slice(1)) {
    const [time = '', value = ''] = line.split(',');
    times.push(time);
    values.push(Number(value));
  }
  return {
    name,
    values,
    windows: windows.map(([from, to]) => {
      const window = { first: times.indexOf(from.slice(0, 19)), last: times.indexOf(to.slice(0, 19)) };
      if (window.first === -1 || window.last === -1) throw new Error(`The window from ${from} is not in "${name}".`);
      return window;
    }),
  };
}
