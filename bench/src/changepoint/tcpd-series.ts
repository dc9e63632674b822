import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { filesIn } from '../data/files-in.ts';
import { attempted, type PassedOver } from '../data/passed-over.ts';
import { jsonIn } from '../data/text-in.ts';

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
  series: z.array(z.object({ raw: z.array(z.number().nullable()).nonempty() })).nonempty(),
});

/**
 * The series that are there, of the Turing Change Point Dataset, in order of their names. Passed over is what has no label or
 * is no series, and, as in the published evaluation where a method is for one figure, what has several.
 */
export function tcpdSeriesIn(folder: string, passedOver: PassedOver[]): readonly TcpdSeries[] {
  const datasets = join(folder, 'datasets');
  // Beside each series lies what it was made of.
  const files = filesIn(datasets).filter((name) => name.endsWith('.json') && basename(name, '.json') === dirname(name));
  if (files.length === 0) return [];
  const labels = attempted('annotations.json', passedOver, () =>
    jsonIn(join(folder, 'annotations.json'), annotationsSchema),
  );
  if (labels === undefined) return [];
  const annotationsOf = new Map(Object.entries(labels));
  return files.flatMap(
    (file) =>
      attempted(file, passedOver, () => seriesOf(jsonIn(join(datasets, file), datasetSchema), annotationsOf)) ?? [],
  );
}

function seriesOf(
  { name, series }: z.infer<typeof datasetSchema>,
  annotationsOf: ReadonlyMap<string, Readonly<Record<string, readonly number[]>>>,
): TcpdSeries {
  const annotations = Object.values(annotationsOf.get(name) ?? {});
  if (annotations.length === 0) throw new Error('no one labelled it');
  const [only, ...others] = series;
  if (only === undefined || others.length > 0)
    throw new Error(`it has ${series.length} figures side by side, and the methods are for one`);
  if (only.raw.every((value) => value === null)) throw new Error('it has no value');
  return { name, values: filled(only.raw), annotations: annotations.map((marks) => marks.toSorted((a, b) => a - b)) };
}

/** Missing values repeat the last one, so that indices keep their meaning. */
function filled(raw: readonly (number | null)[]): readonly number[] {
  let last = raw.find((value) => value !== null) ?? 0;
  return raw.map((value) => (last = value ?? last));
}
