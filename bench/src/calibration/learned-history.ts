import {
  addToExtremes,
  addToHistogram,
  addToSample,
  distributionOf,
  emptyExtremes,
  emptyHistogram,
  mergeExtremes,
  mergeHistograms,
  mergeSamples,
  type BottomKSample,
  type Distribution,
} from '@faultline/stats';

const parts = 3;

/** What history says, as it would be known: learned in parts that were merged, written and read again. */
export function learnedHistory(values: readonly number[], name: string): Distribution {
  const learned = emptyMetric();
  for (let part = 0; part < parts; part++) mergeMetrics(learned, learnedPart(values, name, part));
  // What was written as a metric is one.
  const { histogram, sample, extremes } = JSON.parse(JSON.stringify(learned)) as LearnedMetric;
  return distributionOf({ histogram, values: sample.map(([, value]) => value), extremes });
}

type LearnedMetric = ReturnType<typeof emptyMetric>;

const emptyMetric = () => ({ histogram: emptyHistogram(), sample: [] as BottomKSample, extremes: emptyExtremes() });

function learnedPart(values: readonly number[], name: string, part: number): LearnedMetric {
  const learned = emptyMetric();
  for (let index = part; index < values.length; index += parts) {
    const value = values[index] ?? 0;
    addToHistogram(learned.histogram, value);
    addToSample(learned.sample, `${name}/${index}`, value);
    addToExtremes(learned.extremes, value);
  }
  return learned;
}

function mergeMetrics(into: LearnedMetric, from: LearnedMetric): void {
  mergeHistograms(into.histogram, from.histogram);
  mergeSamples(into.sample, from.sample);
  mergeExtremes(into.extremes, from.extremes);
}
