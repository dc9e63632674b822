import { defineLearner, type RunView } from '@faultline/core';
import { decisiveExecutionOf } from '@faultline/facts';
import type { AttributionModel } from './attribution-model.ts';
import {
  addToLabelledSample,
  emptyLabelledSample,
  isInLabelledSample,
  labelledSampleSchema,
  mergeLabelledSamples,
  type LabelledSample,
} from './labelled-sample.ts';
import { labelledSteps } from './labelled-steps.ts';
import { attributionModelOf } from './train-attribution.ts';

/** With fewer labelled runs a ranker knows less than one that has seen none: see docs/methods/attribution.md. */
export const leastLabelledRuns = 20;

/** What labelled runs have taught. */
export interface DecisiveSteps {
  /** How many there were, and how many were too long. */
  readonly runs: number;
  readonly tooLong: number;
  /** Whether a run is one of them: then the model knows its label. */
  has(runId: string): boolean;
  /** Trained when first asked for, and kept. `undefined`: there are too few runs. */
  model(): AttributionModel | undefined;
}

/**
 * Learns from runs with a label (`label.decisiveExecution` in their context) what decisive errors look like. Of each run it
 * keeps its id, the names of agents and figures of their steps: nothing that was said. At most 400 runs with 4,000 steps
 * together, those with the smallest hashes of their ids, so that merging is exact; the model is trained from them.
 */
export const decisiveSteps = defineLearner({
  id: 'attribution/decisive-steps',
  version: 2,
  description: 'What the steps of labelled runs were like, in figures, and which of them made the decisive error.',
  state: labelledSampleSchema,
  empty: emptyLabelledSample,
  add(state: LabelledSample, run: RunView) {
    const decisive = decisiveExecutionOf(run);
    const steps = decisive === undefined ? undefined : labelledSteps(run, decisive);
    if (steps !== undefined) addToLabelledSample(state, steps);
    return state;
  },
  merge(into: LabelledSample, from: LabelledSample) {
    mergeLabelledSamples(into, from);
    return into;
  },
  knows: (state: LabelledSample, run: RunView) =>
    decisiveExecutionOf(run) === undefined ? undefined : isInLabelledSample(state, run.id),
  view({ runs, tooLong }: LabelledSample): DecisiveSteps {
    let model: AttributionModel | undefined;
    return {
      runs: runs.length,
      tooLong,
      has: (id) => runs.some(({ runId }) => runId === id),
      model: () => (runs.length < leastLabelledRuns ? undefined : (model ??= attributionModelOf(runs))),
    };
  },
});
