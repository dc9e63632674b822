import { logPlacePrior, placePriorOf, transcriptOf } from '@faultline/plugin-attribution';
import { decisiveExecutionIn, type LabelledCase } from './labelled-case.ts';
import type { Ranker } from './prediction.ts';

/** Where errors are most often, by place and agent, whatever is said: what anything that reads has to beat. */
export function placeRanker(cases: readonly LabelledCase[]): Ranker {
  const prior = placePriorOf(
    cases.map((one) => {
      const { candidates } = transcriptOf(one.run);
      const id = decisiveExecutionIn(one);
      return { candidates, decisive: candidates.find(({ execution }) => execution.id === id)?.index ?? -1 };
    }),
  );
  return ({ run, numberOf }) => {
    const { candidates } = transcriptOf(run);
    const scores = logPlacePrior(prior, candidates);
    const sums = new Map<string, number>();
    candidates.forEach(({ agent }, i) => sums.set(agent, (sums.get(agent) ?? 0) + Math.exp(scores[i] ?? -Infinity)));
    const order = [...candidates.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    return {
      agent: [...sums].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '',
      steps: order.map((i) => numberOf.get(candidates[i]?.execution.id ?? '') ?? -1),
    };
  };
}
