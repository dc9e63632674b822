import type { RunView } from '@faultline/core';
import { choiceProbabilities, extraTreesProbability } from '@faultline/stats';
import { rankedBy, type Attribution } from './attribution.ts';
import type { AttributionModel } from './attribution-model.ts';
import { candidateRows, candidatesOf, standardised } from './candidate-figures.ts';
import { cluesIn } from './clues.ts';
import { reasonsBy } from './suspicions.ts';
import { transcriptOf } from './transcript.ts';

/** Trees that saw no error among a few steps do not know that there is none. */
const leastShare = 1e-3;

/**
 * Ranks the steps of a failed run by what was learned from labelled ones: the mean of the probabilities of the conditional
 * logit and of the trees, whose shares are made to add up to 1. O(size of the texts + steps × (trees + places of the prior)).
 */
export function attributeTrained(run: RunView, model: AttributionModel): Attribution {
  const transcript = transcriptOf(run);
  const { candidates } = transcript;
  if (candidates.length === 0) return { steps: [], agents: [], abstains: true };
  const rows = candidateRows(candidatesOf(transcript), model.prior);
  const chosen = choiceProbabilities(
    rows.map((row) => standardised(row, model)),
    model.weights,
  );
  const shares = rows.map((row) => extraTreesProbability(model.trees, row) + leastShare);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const probabilities = shares.map((share, i) => (share / total + (chosen[i] ?? 0)) / 2);
  return rankedBy(candidates, probabilities, reasonsBy(cluesIn(transcript)), false);
}
