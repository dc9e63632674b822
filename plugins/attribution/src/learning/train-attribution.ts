import type { RunView } from '@faultline/core';
import { conditionalLogit, extraTrees } from '@faultline/stats';
import type { AttributionModel } from './attribution-model.ts';
import { candidateRows, standardisationOf, standardised } from './candidate-figures.ts';
import { labelledSteps, type LabelledSteps } from './labelled-steps.ts';
import { placePriorOf } from './place-prior.ts';

/** A failed run, and the execution in which a person saw the decisive error. */
export interface LabelledRun {
  readonly run: RunView;
  readonly decisiveExecutionId: string;
}

/**
 * Learns from labelled runs which step of a failed run made the decisive error; labels that name no step that blame may
 * fall on are left out. See `attributionModelOf`.
 *
 * @throws RangeError if nothing is left to learn from
 */
export const trainAttribution = (runs: readonly LabelledRun[]): AttributionModel =>
  attributionModelOf(runs.flatMap(({ run, decisiveExecutionId }) => labelledSteps(run, decisiveExecutionId) ?? []));

/** A prior that the weights of standardised figures stay near 0, within about 0.2. Fixed in advance, as is all else here. */
const penalty = 30;
const forest = { trees: 100, leafSize: 5, tried: 0.3, seed: 1 };

/**
 * A conditional logit over the steps of each run, and extremely randomized trees over all steps. Both get the features of a
 * step, and how often errors were at such a place of such an agent in the other runs. Runs are ordered by their ids first, so
 * that their order does not matter. O(steps × figures²): a second for 100 runs of 10 steps.
 *
 * @throws RangeError if there are none
 */
export function attributionModelOf(labelled: readonly LabelledSteps[]): AttributionModel {
  if (labelled.length === 0) throw new RangeError('No label names a step that blame may fall on.');
  const ordered = labelled.toSorted(byRun);
  const prior = placePriorOf(ordered);
  const rowsOfRuns = ordered.map((one) => candidateRows(one.candidates, prior, one));
  const rows = rowsOfRuns.flat();
  const standard = standardisationOf(rows);
  const labels = ordered.map(({ candidates, decisive }) => candidates.map(({ index }) => index === decisive));
  const choices = rowsOfRuns.map((ofRun, i) => ({
    rows: ofRun.map((row) => standardised(row, standard)),
    chosen: labels[i]?.indexOf(true) ?? 0,
  }));
  return {
    runs: ordered.length,
    logChoice: labels.reduce((sum, { length }) => sum + Math.log(length), 0) / ordered.length,
    ...standard,
    weights: [...conditionalLogit(choices, penalty)],
    trees: extraTrees(rows, labels.flat(), forest),
    prior,
  };
}

/** Two people may have labelled one run. */
const byRun = (a: LabelledSteps, b: LabelledSteps): number =>
  a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : a.decisive - b.decisive;
