import type { Evidence } from '@faultline/model';
import { largest } from '@faultline/stats';

/** One thing that was seen at an execution, and how it weighs. Weights are natural logarithms of Bayes factors. */
export interface Clue {
  readonly node: number;
  /** In words, as the end of a sentence about the step: `was skipped`. */
  readonly says: string;
  /** How much likelier it is seen where the fault is than where nothing is wrong. */
  readonly asRoot: number;
  /** How much likelier it is seen at what another has spoiled than where nothing is wrong. */
  readonly asVictim: number;
  readonly evidence: readonly Evidence[];
  /** Whether it is that the execution took long, or several did: what makes all of them slow explains it. */
  readonly isSlowness?: boolean;
}

/**
 * The Bayes factor of a p-value against "nothing is wrong": a p^(a-1), the density of p under alternatives that favour small
 * ones. At p = 0.001 it speaks for a fault by 38. 1 stands for all above 0.1, and speaks against one.
 *
 * T. Sellke, M. J. Bayarri, J. O. Berger, "Calibration of p values for testing precise null hypotheses", The American
 * Statistician 55 (2001); V. Vovk, R. Wang, "E-values: calibration, combination and applications", Ann. Statist. 49 (2021).
 */
export const logFactorOfP = (p: number): number =>
  p < 1 ? Math.log(shape) + (shape - 1) * Math.log(Math.max(p, 1e-12)) : Math.log((1 - 0.1 ** shape) / 0.9);
const shape = 0.3;

/** The logarithm of a Bayes factor where only a share of cases shows the clue. */
export const diluted = (share: number, logFactor: number): number => Math.log(1 - share + share * Math.exp(logFactor));

/** log(exp(a) + exp(b)), without overflow. */
export const logSum = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));

/**
 * What several say of one cause, as one logarithm of a Bayes factor. The mean of what they say holds however they depend on each
 * other; what their sum says beyond it counts for as much less as samples in clusters do, by the design effect
 * 1 + (n - 1) correlation.
 *
 * V. Vovk, R. Wang, "E-values: calibration, combination and applications", Annals of Statistics 49 (2021); L. Kish, "Survey
 * sampling", Wiley 1965.
 */
export function sumOfCorrelated(logFactors: readonly number[], correlation: number): number {
  const count = logFactors.length;
  const highest = largest(logFactors);
  const mean = highest + Math.log(logFactors.reduce((sum, factor) => sum + Math.exp(factor - highest), 0) / count);
  const sum = logFactors.reduce((total, factor) => total + factor, 0);
  return mean + (sum - mean) / designEffect(count, correlation);
}

/** How many samples that are so alike tell as much as one. */
export const designEffect = (count: number, correlation: number): number => 1 + (count - 1) * correlation;
