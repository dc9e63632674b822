import type { MetricTest } from '@faultline/facts';
import type { Guarantee, StepExecution } from '@faultline/model';
import type { SeenKind } from './rarity.ts';

/** How likely something as unusual is, if all is as usual. */
interface Chance {
  /** A share of at most so many usual runs has a value as small, whatever the distribution. 1 where nobody can promise that. */
  readonly exactP: number;
  /** The same, with fitted tails and stated assumptions. At most `exactP`. */
  readonly p: number;
}

/** One question that is asked of a run: is this unusual? */
export type Hypothesis = Chance & {
  /** Its share of the attention within its family, relative to a mean of 1. */
  readonly weight: number;
} & (ExecutionMetric | RunMetric | Retries | Outlier | UnusualKinds);

/** A metric of one execution. */
interface ExecutionMetric extends MetricTest {
  readonly about: 'execution';
  readonly execution: StepExecution;
}

/** A figure of the run as a whole. */
interface RunMetric extends MetricTest {
  readonly about: 'run';
}

/** How many attempts at a step failed. */
interface Retries {
  readonly about: 'retries';
  readonly stepId: string;
  readonly failures: number;
  readonly attempts: number;
  readonly failuresBefore: number;
  readonly attemptsBefore: number;
}

/** All figures of the run together. */
interface Outlier {
  readonly about: 'outlier';
  /** Earlier runs that it was compared with, others than those that the forest was made of. */
  readonly runs: number;
  readonly score: number;
  /** The figures that are furthest out, the furthest first: few runs are asked for them. */
  readonly features: () => readonly { readonly metric: string; readonly value: number; readonly p: number }[];
}

/** What few runs have, or do without. */
interface UnusualKinds {
  /** Which steps ran, and which failed; how often they ran, and with the same input; or which followed which. */
  readonly about: 'steps' | 'rounds' | 'order';
  readonly runs: number;
  /** Those of this run, the rarest first. */
  readonly kinds: readonly RunKind[];
}

/** Something that a run has, and other runs may have or not. */
export interface RunKind extends SeenKind {
  readonly sort: 'missing' | 'uncalled' | 'unexpected' | 'rounds' | 'repeats' | 'failure' | 'edge' | 'succession';
  /** The steps it is about: one, or the two of a pair in their order. */
  readonly stepIds: readonly string[];
  /** How often a step ran, or was given the same input. */
  readonly rounds?: number;
  /** The p-value with a fitted tail, of what earlier runs may have had less of. At most `p`. */
  readonly tailP?: number;
  /** What a step failed of. */
  readonly failureType?: string;
}

/** Questions that are answered together, and then one by one if the answer is yes. */
export interface Family extends Chance {
  /** Its share of the attention among all families, relative to a mean of 1. */
  readonly weight: number;
  /** How many questions these are. */
  readonly count: number;
  /** Those that were not answered with a p-value of 1. */
  readonly hypotheses: readonly Hypothesis[];
}

/** Families of one sort, before it is known how much attention others get. */
export interface FamilyGroup {
  /** How many families these are, and how many questions they ask. */
  readonly count: number;
  readonly questions: number;
  /** The sum of the weights of all of them. */
  readonly weight: number;
  /** Those of which not every question was answered with a p-value of 1. */
  readonly families: readonly Family[];
}

/** An answer that is reported. */
export type Alarm = Hypothesis & {
  /** The p-value that it is reported with: the exact one, if that is enough. */
  readonly pValue: number;
  /** The least false discovery rate at which it is reported. */
  readonly qValue: number;
  readonly alarmGuarantee: Guarantee;
  /** What a p-value divided by its weight may be at most in its family. */
  readonly level: number;
};
