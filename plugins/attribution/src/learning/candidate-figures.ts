import { logPlacePrior, type LabelledSeats, type PlaceCount, type Seat } from './place-prior.ts';
import { stepFeatures } from '../clues/step-features.ts';
import type { Transcript } from '../transcript.ts';

/** A step that blame may fall on, in figures: none of them is a text. */
export interface Candidate extends Seat {
  readonly figures: ArrayLike<number>;
}

/** The candidates of a transcript with their features. */
export const candidatesOf = (transcript: Transcript): readonly Candidate[] => {
  const { rows } = stepFeatures(transcript);
  return transcript.candidates.map(({ agent, index }, i) => ({ agent, index, figures: rows[i] ?? [] }));
};

/**
 * What a model gets to know of each candidate: its features, and how often errors were at such a place of such an agent.
 *
 * @param without the transcript as it is in the prior, whose label it shall not know
 */
export function candidateRows(
  candidates: readonly Candidate[],
  prior: readonly PlaceCount[],
  without?: LabelledSeats,
): readonly Float64Array[] {
  const priors = logPlacePrior(prior, candidates, without);
  return candidates.map(({ figures }, i) => Float64Array.from([...Array.from(figures), priors[i] ?? 0]));
}

/** What brings figures to mean 0 and deviation 1. */
export interface Standardisation {
  readonly means: readonly number[];
  /** What a figure is multiplied with; 0: it never varied. */
  readonly scales: readonly number[];
}

/** Measures the means and deviations of the columns. O(rows × columns). */
export function standardisationOf(rows: readonly Float64Array[]): Standardisation {
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, k) => rows.map((row) => row[k] ?? 0));
  const means = columns.map((column) => mean(column));
  const variances = columns.map((column, k) => mean(column.map((figure) => (figure - (means[k] ?? 0)) ** 2)));
  return { means, scales: variances.map((variance) => (variance > leastVariance ? 1 / Math.sqrt(variance) : 0)) };
}

/** A row of figures, standardised. */
export const standardised = (row: Float64Array, { means, scales }: Standardisation): Float64Array =>
  row.map((figure, k) => (figure - (means[k] ?? 0)) * (scales[k] ?? 0));

/** Below it the differences are those of rounding. */
const leastVariance = 1e-18;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
