import type { RunView } from '@faultline/core';
import { choiceProbabilities, extraTreesProbability } from '@faultline/stats';
import { rankedBy, type Attribution } from './attribution.ts';
import type { AttributionModel } from './learning/attribution-model.ts';
import { candidateRows, candidatesOf, standardised } from './learning/candidate-figures.ts';
import { cluesIn } from './clues/clues.ts';
import { probabilitiesOf, reasonsBy, suspicionsOf } from './clues/suspicions.ts';
import { transcriptOf, type Transcript } from './transcript.ts';

/** Trees that saw no error among a few steps do not know that there is none. */
const leastShare = 1e-3;

/**
 * Ranks the steps of a failed run by what was learned from labelled ones: the mean of the probabilities of the conditional
 * logit and of the trees, whose shares are made to add up to 1. What needs no training has an equal say, by the geometric mean,
 * so that a run unlike those learned from is not judged by them alone: C. Genest and J. V. Zidek, "Combining probability
 * distributions", Statistical Science 1 (1986). O(size of the texts + steps × (trees + places of the prior)).
 */
export function attributeTrained(run: RunView, model: AttributionModel): Attribution {
  const transcript = transcriptOf(run);
  const { candidates } = transcript;
  if (candidates.length === 0) return { steps: [], agents: [], abstains: true };
  const clues = cluesIn(transcript);
  const learned = learnedProbabilities(transcript, model);
  const untrained = probabilitiesOf(suspicionsOf(transcript, clues));
  const sharpness = sharpnessFor(candidates.length, model) / 2;
  const logOdds = learned.map((share, i) => sharpness * (Math.log(share) + Math.log(untrained[i] ?? 0)));
  return rankedBy(candidates, probabilitiesOf(logOdds), reasonsBy(clues), false);
}

function learnedProbabilities(transcript: Transcript, model: AttributionModel): readonly number[] {
  const rows = candidateRows(candidatesOf(transcript), model.prior);
  const chosen = choiceProbabilities(
    rows.map((row) => standardised(row, model)),
    model.weights,
  );
  const shares = rows.map((row) => extraTreesProbability(model.trees, row) + leastShare);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, i) => (share / total + (chosen[i] ?? 0)) / 2);
}

/**
 * Learned odds are those against a few other steps. Against many they have to grow, or many that are a little suspect outweigh
 * the one that is very: they do as the logarithm of the number of steps, so that what is as good as chance stays so.
 */
const sharpnessFor = (steps: number, { logChoice }: AttributionModel): number =>
  logChoice > 0 ? Math.max(1, Math.log(steps) / logChoice) : 1;
