import type { Row } from '../benchmark.ts';
import type { Prediction } from './prediction.ts';
import { intervalOf, pairedP, type Score } from './scores.ts';

/** How good one method is on each case of a set. */
export interface Scored {
  readonly method: string;
  readonly scores: readonly Score[];
  readonly predictions?: readonly Prediction[];
}

/** One line of the table. `place`: a prior that reads nothing, beside which a difference is tested. */
export function rowOf(set: string, { method, scores, predictions = [] }: Scored, place?: Scored): Row {
  const percent = (of: (score: Score) => number): number | undefined => {
    const mean = (100 * scores.reduce((sum, one) => sum + of(one), 0)) / scores.length;
    return Number.isNaN(mean) ? undefined : mean;
  };
  const steps = scores.map(({ step }) => step);
  const agents = scores.map(({ agent }) => agent);
  const judged = predictions.filter(({ abstains }) => abstains !== undefined);
  const confidence = judged.reduce((sum, one) => sum + (one.confidence ?? 0), 0) / judged.length;
  return {
    columns: {
      set,
      method,
      n: scores.length,
      'agent %': percent(({ agent }) => agent),
      'agent 95 %': intervalOf(agents),
      'step %': percent(({ step }) => step),
      'step 95 %': intervalOf(steps),
      'joint %': percent(({ joint }) => joint),
      '+-1 %': percent(({ within1 }) => within1),
      '+-3 %': percent(({ within3 }) => within3),
      'MRR %': percent(({ reciprocalRank }) => reciprocalRank),
      'top 3 %': percent(({ top3 }) => top3),
      ...(place !== undefined && {
        'p agent vs place': pairedP(
          agents,
          place.scores.map(({ agent }) => agent),
        ),
        'p step vs place': pairedP(
          steps,
          place.scores.map(({ step }) => step),
        ),
      }),
      ...(judged.length > 0 && {
        'mean confidence %': 100 * confidence,
        'abstains %': (100 * judged.filter(({ abstains }) => abstains).length) / judged.length,
      }),
    },
  };
}

/** A figure at or below its target is missed. */
export function withTargets(row: Row, { method, scores }: Scored, targets: Partial<Record<keyof Score, number>>): Row {
  const missed = Object.entries(targets).flatMap(([name, target]) => {
    const mean = (100 * scores.reduce((sum, one) => sum + one[name as keyof Score], 0)) / scores.length;
    return mean > target ? [] : [`${method}: ${name} ${mean.toFixed(1)} %, more than ${target} % expected.`];
  });
  return missed.length === 0 ? row : { ...row, missed: missed.join(' ') };
}
