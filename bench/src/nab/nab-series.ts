import { join } from 'node:path';
import { z } from 'zod';
import { filesIn } from '../data/files-in.ts';
import { attempted, type PassedOver } from '../data/passed-over.ts';
import { jsonIn, linesIn } from '../data/text-in.ts';

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
  /** In order, none inside another. */
  readonly windows: readonly Window[];
}

const windowsSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

/**
 * The labelled series that are there, of the Numenta Anomaly Benchmark, in order of their names. What has no label, or is no
 * series, is passed over.
 */
export function nabSeriesIn(folder: string, passedOver: PassedOver[]): readonly NabSeries[] {
  const files = filesIn(join(folder, 'data')).filter((name) => name.endsWith('.csv'));
  if (files.length === 0) return [];
  const file = 'labels/combined_windows.json';
  const labels = attempted(file, passedOver, () => jsonIn(join(folder, file), windowsSchema));
  if (labels === undefined) return [];
  const windowsOf = new Map(Object.entries(labels));
  return files.flatMap(
    (name) => attempted(name, passedOver, () => seriesOf(name, linesIn(join(folder, 'data', name)), windowsOf)) ?? [],
  );
}

type Label = readonly [from: string, to: string];

function seriesOf(name: string, lines: readonly string[], labels: ReadonlyMap<string, readonly Label[]>): NabSeries {
  const marked = labels.get(name);
  if (marked === undefined) throw new Error('no one labelled it');
  const rows = lines.slice(1).map((line) => line.split(','));
  const times = rows.map(([time = '']) => time.trim());
  const values = rows.map(([, value = '']) => (value.trim() === '' ? NaN : Number(value)));
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd !== -1) throw new Error(`row ${odd + 1} has no number`);
  return { name, values, windows: marked.map((label) => windowIn(times, label)).toSorted((a, b) => a.first - b.first) };
}

/** The values from one time to another: as in the published program, whether or not there is one at that very time. */
function windowIn(times: readonly string[], [from, to]: Label): Window {
  const [after, until] = [from.slice(0, 19), to.slice(0, 19)];
  const window = {
    first: times.findIndex((time) => time >= after),
    last: times.findLastIndex((time) => time <= until),
  };
  if (window.first === -1 || window.last < window.first) throw new Error(`no value is in the window from ${from}`);
  return window;
}
