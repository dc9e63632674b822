import {
  addToExtremes,
  addToHistogram,
  bucketsOf,
  bucketValueOf,
  countOf,
  emptyExtremes,
  emptyHistogram,
  extremesSize,
  isHistogram,
  mergeExtremes,
  mergeHistograms,
  type Extremes,
  type LogHistogram,
} from '@faultline/stats';
import { z } from 'zod';
import { mostCounted } from './count-schema.ts';

const segmentsSchema = z.array(z.array(z.int()));

/** All values of one metric, in buckets, and the outermost ones. */
export const learnedValuesSchema = z
  .strictObject({
    histogram: z
      .strictObject({ zeros: z.int(), positive: segmentsSchema, negative: segmentsSchema })
      .refine(isHistogram, 'there must be buckets of numbers in order, and counts in them')
      .refine((histogram) => countOf(histogram) <= mostCounted, 'no history is as long'),
    extremes: z.strictObject({ largest: z.array(z.number()), smallest: z.array(z.number()) }),
  })
  .refine(({ histogram, extremes: { largest, smallest } }) => {
    const count = Math.min(countOf(histogram), extremesSize);
    return largest.length === count && smallest.length === count && isInOrder(smallest) && isInOrder(largest, -1);
  }, `the outermost values must be as many as were seen, up to ${extremesSize}, and in order`)
  .refine(({ histogram, extremes: { largest, smallest } }) => {
    const buckets = bucketsOf(histogram);
    return isIn(buckets.at(0), smallest[0]) && isIn(buckets.at(-1), largest[0]);
  }, 'the outermost values must be in the outermost buckets') satisfies z.ZodType<{
  histogram: LogHistogram;
  extremes: Extremes;
}>;

const isInOrder = (values: readonly number[], sign = 1): boolean =>
  values.every((value, at) => at === 0 || sign * values[at - 1]! <= sign * value);

/** Of no values both are `undefined`. */
const isIn = (bucket: { readonly value: number } | undefined, value: number | undefined): boolean =>
  bucket?.value === (value === undefined ? undefined : bucketValueOf(value));

export interface LearnedValuesState extends z.infer<typeof learnedValuesSchema> {}

/** Values of which none was seen. */
export const noValues = (): LearnedValuesState => ({ histogram: emptyHistogram(), extremes: emptyExtremes() });

/** Adds a value. */
export function addValue({ histogram, extremes }: LearnedValuesState, value: number): void {
  addToHistogram(histogram, value);
  addToExtremes(extremes, value);
}

/** Adds all values of `from`, and leaves it alone. */
export function mergeValues(into: LearnedValuesState, from: LearnedValuesState): void {
  mergeHistograms(into.histogram, from.histogram);
  mergeExtremes(into.extremes, from.extremes);
}
