// Summaries that merge exactly.
export {
  addToHistogram,
  addToSegment,
  bucketsOf,
  bucketValueOf,
  countOf,
  emptyHistogram,
  isHistogram,
  mergeHistograms,
  widestSegment,
  type BucketSegment,
  type LogHistogram,
} from './log-histogram.ts';
export { addToSample, mergeSamples, sampleSize, type BottomKSample } from './bottom-k-sample.ts';
export { addToExtremes, emptyExtremes, extremesSize, mergeExtremes, type Extremes } from './extremes.ts';
export { distributionOf, type Distribution, type LearnedValues, type Side } from './distribution.ts';
export type { TailP } from './tail-p-value.ts';
export { textHash } from './text-hash.ts';
export { firstIndex } from './first-index.ts';
export { largest } from './largest.ts';
export { seededRandom } from './seeded-random.ts';

// Inference.
export { conformalPValue } from './conformal-p-value.ts';
export { simes } from './simes.ts';
export { benjaminiHochberg } from './benjamini-hochberg.ts';
export { wilsonInterval, z95 } from './wilson-interval.ts';

// Scores, and changes over time.
export { normalQuantile } from './normal-quantile.ts';
export { normalScores } from './normal-scores.ts';
export { cusum, type CusumAlarm, type CusumOptions } from './cusum.ts';
export { changePoints, type ChangePoint, type ChangePointOptions } from './change-points.ts';
export { hodgesLehmannShift } from './hodges-lehmann-shift.ts';
export { StreamingDetector, type StreamedValue, type StreamingDetectorOptions } from './streaming-detector.ts';

// Many figures at once.
export { isolationForest, type IsolationForest, type IsolationForestOptions } from './isolation-forest.ts';

// Learning from labels.
export { logisticRegression, type LogisticRegression } from './logistic-regression.ts';
export { choiceProbabilities, conditionalLogit, type Choice } from './conditional-logit.ts';
export { extraTrees, extraTreesProbability, type ExtraTree, type ExtraTreesOptions } from './extra-trees.ts';

// Counts and rates.
export { binomialTail } from './binomial-tail.ts';
export { poissonTail } from './poisson-tail.ts';
export { negativeBinomialTail } from './negative-binomial-tail.ts';
export { betaBinomialTail } from './beta-binomial-tail.ts';
export { fisherExact, type FisherExact } from './fisher-exact.ts';
export { mcNemar } from './mc-nemar.ts';
export { smirnovPValue } from './smirnov-p-value.ts';
export { ochiai } from './ochiai.ts';
export { goodTuringUnseenMass, type UnseenMass } from './good-turing.ts';

// Trends.
export { mannKendall, type MannKendall } from './mann-kendall.ts';
export { theilSen, type TheilSen } from './theil-sen.ts';

// Distributions.
export { normalCdf } from './normal-cdf.ts';
