import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** One series that people searched for changes. */
export interface TcpdSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** What each person marked: indices of the first values after changes, in ascending order. */
  readonly annotations: readonly (readonly number[])[];
}

const annotationsSchema = z.record(z.string(), z.record(z.string(), z.array(z.int())));
const datasetSchema = z.object({
  name: z.string(),
  series: z.array(z.object({ raw: z.array(z.number().nullable()) })),
});

/** The series with one figure that are there, of the Turing Change Point Dataset, in order of their names. */
export function tcpdSeriesIn(folder: string): TcpdSeries[] {
  const path = join(folder, 'annotations.json');
  if (!existsSync(path)) return [];
  const annotations = new Map(Object.entries(annotationsSchema.parse(jsonIn(path))));
  return globSync('datasets/*/*.json', { cwd: folder })
    .toSorted()
    .flatMap((file) => {
      const { name, series } = datasetSchema.parse(jsonIn(join(folder, file)));
      const marked = annotations.get(name);
      const [only] = series;
      if (marked === undefined || only === undefined || series.length > 1) return [];
      return [{ name, values: filled(only.raw), annotations: Object.values(marked) }];
    });
}

/** Missing values repeat the last one, so that indices keep their meaning. */
function filled(raw: readonly (number | null)[]): number[] {
  let last = raw.find((value) => value !== null) ?? 0;
  return raw.map((value) => (last = value ?? last));
}

const jsonIn = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
