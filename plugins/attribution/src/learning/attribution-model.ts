import type { ExtraTree } from '@faultline/stats';
import type { Standardisation } from './candidate-figures.ts';
import type { PlaceCount } from './place-prior.ts';

/** What was learned from labelled transcripts: the same for the same transcripts in any order. */
export interface AttributionModel extends Standardisation {
  /** How many labelled transcripts it was learned from. */
  readonly runs: number;
  /** The mean logarithm of how many steps they had to choose from. */
  readonly logChoice: number;
  /** Of the conditional logit, for standardised figures. */
  readonly weights: readonly number[];
  readonly trees: readonly ExtraTree[];
  readonly prior: readonly PlaceCount[];
}
