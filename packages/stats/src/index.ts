// Summaries that merge exactly.
export { addToHistogram, countOf, emptyHistogram, mergeHistograms, type LogHistogram } from './log-histogram.ts';
export { addToSample, mergeSamples, sampleSize, type BottomKSample } from './bottom-k-sample.ts';
export { distributionOf, type Distribution } from './distribution.ts';
export { textHash } from './text-hash.ts';

// Inference.
export { conformalPValue } from './conformal-p-value.ts';
export { wilsonInterval, z95 } from './wilson-interval.ts';
