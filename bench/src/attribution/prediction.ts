import {
  attributeTrained,
  attributeUntrained,
  trainAttribution,
  type Attribution,
} from '@faultline/plugin-attribution';
import { decisiveExecutionIn, type LabelledCase } from './labelled-case.ts';

/** Where a ranker sees the decisive error. */
export interface Prediction {
  readonly agent: string;
  /** Numbers of steps, the likeliest first. */
  readonly steps: readonly number[];
  /** It names one step, and has no order of the others. */
  readonly namesOne?: boolean;
  /** The probability of the first. */
  readonly confidence?: number;
  readonly abstains?: boolean;
}

/** Says of a case where it went wrong. */
export type Ranker = (one: LabelledCase) => Prediction;

/** Out of the box. */
export const untrained: Ranker = (one) => predictionOf(one, attributeUntrained(one.run));

/** Learned from other cases. */
export function trained(cases: readonly LabelledCase[]): Ranker {
  const model = trainAttribution(cases.map((one) => ({ run: one.run, decisiveExecutionId: decisiveExecutionIn(one) })));
  return (one) => predictionOf(one, attributeTrained(one.run, model));
}

function predictionOf({ numberOf }: LabelledCase, { steps, agents, abstains }: Attribution): Prediction {
  return {
    agent: agents[0]?.agent ?? '',
    steps: steps.map(({ execution }) => numberOf.get(execution.id) ?? -1),
    confidence: steps[0]?.probability ?? 0,
    abstains,
  };
}
