import type { RunView } from '@faultline/core';
import { stepFiguresOf, type Baselines, type WorkflowShape } from '@faultline/facts';
import type { Distribution } from '@faultline/stats';
import { isRare, kindOf, type Kinds } from './kinds.ts';

/** How often a step ran in a run: as often as it did in this one, or more often. */
export function roundKinds(run: RunView, learned: Baselines, shape: WorkflowShape): Kinds {
  const roundsOf = (stepId: string): Distribution | undefined => learned.of(run.workflowId, stepId, 'executionsPerRun');
  return {
    present: [...stepFiguresOf(run)].flatMap(([stepId, figures]) => {
      const rounds = figures.get('executionsPerRun') ?? 0;
      const usual = rounds > 1 ? roundsOf(stepId) : undefined;
      // A step that no run had is new, however often it runs.
      if (usual === undefined) return [];
      const seenIn = runsWithAtLeast(usual, rounds);
      return isRare(seenIn, shape) ? [kindOf('rounds', [stepId], seenIn)] : [];
    }),
    runsAsRare: (count) =>
      shape.stepIds.reduce((sum, stepId) => {
        const usual = roundsOf(stepId);
        return usual === undefined ? sum : sum + largestCountUpTo(count, usual);
      }, 0),
  };
}

/** Read from its p-value, which is a rank. */
const runsWithAtLeast = ({ count, pAtLeast }: Distribution, rounds: number): number =>
  Math.round(pAtLeast(rounds) * (count + 1)) - 1;

/** How many runs had at least so many rounds, for the fewest rounds that at most `most` runs had. O(log² of the rounds). */
function largestCountUpTo(most: number, usual: Distribution): number {
  let high = 1;
  while (runsWithAtLeast(usual, high) > most) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (runsWithAtLeast(usual, middle) > most) low = middle;
    else high = middle;
  }
  return runsWithAtLeast(usual, high);
}
