import type { StepExecution } from '@faultline/model';
import type { Utterance } from './transcript.ts';

/** How likely the decisive error of a run was made in one of its steps. */
export interface RankedStep {
  readonly execution: StepExecution;
  /** Its place in the transcript, from 0. */
  readonly index: number;
  readonly agent: string;
  /** The probabilities of all steps of a run add up to 1. */
  readonly probability: number;
  /** What speaks for it, in words. */
  readonly reasons: readonly string[];
}

/** How likely it was made by one of its agents: the sum over the steps of the agent. */
export interface RankedAgent {
  readonly agent: string;
  readonly probability: number;
}

/** Where a failed run went wrong, the likeliest first; equals in order of time. */
export interface Attribution {
  readonly steps: readonly RankedStep[];
  readonly agents: readonly RankedAgent[];
  /** Whether the evidence is too thin to name anyone: the order is then little more than the order of time. */
  readonly abstains: boolean;
}

/** Ranks steps by their probabilities, and agents by the sums of theirs. O(n log n). */
export function rankedBy(
  candidates: readonly Utterance[],
  probabilities: ArrayLike<number>,
  reasonsOf: (step: Utterance) => readonly string[],
  abstains: boolean,
): Attribution {
  const steps = candidates.map((step, i) => ({
    execution: step.execution,
    index: step.index,
    agent: step.agent,
    probability: probabilities[i] ?? 0,
    reasons: reasonsOf(step),
  }));
  const sums = new Map<string, number>();
  for (const { agent, probability } of steps) sums.set(agent, (sums.get(agent) ?? 0) + probability);
  const agents = Array.from(sums, ([agent, probability]) => ({ agent, probability }));
  return { steps: steps.toSorted(byProbability), agents: agents.toSorted(byProbability), abstains };
}

const byProbability = (a: { probability: number }, b: { probability: number }): number => b.probability - a.probability;
