import { seededRandom } from '@faultline/stats';
import type { LabelledCase } from './labelled-case.ts';
import type { Prediction } from './prediction.ts';

/** How good a prediction is, each from 0 to 1. Those that need an order are NaN where only one step is named. */
export interface Score {
  readonly agent: number;
  readonly step: number;
  readonly joint: number;
  readonly within1: number;
  readonly within3: number;
  readonly reciprocalRank: number;
  readonly top3: number;
}

/** Scores one prediction. */
export function scoreOf({ agent, step }: LabelledCase, prediction: Prediction): Score {
  const [first = NaN] = prediction.steps;
  const place = prediction.steps.indexOf(step);
  const isOrder = prediction.namesOne !== true;
  const isAgent = prediction.agent === agent;
  return {
    agent: Number(isAgent),
    step: Number(first === step),
    joint: Number(isAgent && first === step),
    within1: Number(Math.abs(first - step) <= 1),
    within3: Number(Math.abs(first - step) <= 3),
    reciprocalRank: isOrder ? (place < 0 ? 0 : 1 / (place + 1)) : NaN,
    top3: isOrder ? Number(place >= 0 && place < 3) : NaN,
  };
}

/** The mean of several scores of one case, over seeds. */
export function meanScore(scores: readonly Score[]): Score {
  const mean = (of: (score: Score) => number): number => scores.reduce((sum, one) => sum + of(one), 0) / scores.length;
  return {
    agent: mean(({ agent }) => agent),
    step: mean(({ step }) => step),
    joint: mean(({ joint }) => joint),
    within1: mean(({ within1 }) => within1),
    within3: mean(({ within3 }) => within3),
    reciprocalRank: mean(({ reciprocalRank }) => reciprocalRank),
    top3: mean(({ top3 }) => top3),
  };
}

const draws = 10_000;

/** The central 95 % of the means of cases drawn anew, in percent: `57-74`. Percentile bootstrap, seed 1. */
export function intervalOf(values: readonly number[]): string {
  const random = seededRandom(1);
  const means = Array.from({ length: draws }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)] ?? 0;
    return (100 * sum) / values.length;
  }).toSorted((a, b) => a - b);
  return `${(means[Math.floor(0.025 * draws)] ?? 0).toFixed(0)}-${(means[Math.ceil(0.975 * draws) - 1] ?? 0).toFixed(0)}`;
}

/**
 * How likely a difference of means as large, either way, is if the two were exchangeable on each case: by 10,000 random swaps,
 * seed 1. (E. J. G. Pitman, "Significance tests which may be applied to samples from any populations", 1937.)
 */
export function pairedP(ours: readonly number[], theirs: readonly number[]): number {
  const random = seededRandom(1);
  const differences = ours.map((value, i) => value - (theirs[i] ?? 0)).filter((difference) => difference !== 0);
  const seen = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  let asLarge = 0;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (const difference of differences) sum += random() < 0.5 ? difference : -difference;
    if (Math.abs(sum) >= seen - 1e-9) asLarge++;
  }
  return (asLarge + 1) / (draws + 1);
}
