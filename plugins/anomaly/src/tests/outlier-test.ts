import type { RunView } from '@faultline/core';
import { enoughObservations, runFiguresOf, type Baselines, type Observation } from '@faultline/facts';
import { conformalPValue, firstIndex, isolationForest } from '@faultline/stats';
import { ofWorkflow } from '../history/of-workflow.ts';
import type { Family } from './hypothesis.ts';

/**
 * Whether the figures of a run are unusual in their combination: an isolation forest is grown of a third of the earlier
 * runs, and the score of this run is compared with the scores of the others, which the forest has not seen, so that the
 * p-value is exact whatever the forest is worth.
 *
 * H. Papadopoulos et al., "Inductive confidence machines for regression", ECML 2002: split conformal prediction.
 * The forest is grown once for what was learned of a workflow.
 */
export function outlierTest(run: RunView, learned: Baselines): Family[] {
  if (run.isOpen) return [];
  const usual = usualRuns(learned, run.workflowId);
  if (usual === undefined) return [];
  const figures = runFiguresOf(run);
  const score = usual.scoreOf(figures);
  const asUnusual = usual.scores.length - firstIndex(usual.scores.length, (at) => usual.scores[at]! >= score);
  const p = conformalPValue(asUnusual, usual.scores.length);
  const chance = { exactP: p, p };
  const { length: runs } = usual.scores;
  const features = (): ReturnType<typeof furthestOut> => furthestOut(run, figures, usual.metrics, learned);
  const hypothesis = { about: 'outlier', ...chance, weight: 1, runs, score, features } as const;
  return [{ ...chance, weight: 3, count: 1, hypotheses: [hypothesis] }];
}

function furthestOut(
  { workflowId }: RunView,
  figures: Figures,
  metrics: readonly string[],
  learned: Baselines,
): { readonly metric: string; readonly value: number; readonly p: number }[] {
  return metrics
    .flatMap((metric) => {
      const value = figures.get(metric);
      const beyond = value === undefined ? undefined : learned.ofRun(workflowId, metric)?.pBeyond(value);
      return value === undefined || beyond === undefined ? [] : [{ metric, value, p: beyond }];
    })
    .toSorted((a, b) => a.p - b.p);
}

/** Of a run, by name. */
type Figures = Observation['metrics'];

interface UsualRuns {
  readonly metrics: readonly string[];
  readonly scoreOf: (figures: Figures) => number;
  /** Of the runs that the forest has not seen, in ascending order. */
  readonly scores: Float64Array;
}

/** Every third run in order of time grows the forest, so that it and the others know all times. */
const usualRuns = ofWorkflow((learned: Baselines, workflowId: string): UsualRuns | undefined => {
  const history = learned.runHistoryOf(workflowId).map(({ metrics }) => metrics);
  if (history.length < 2 * enoughObservations) return undefined;
  const metrics = [...new Set(history.flatMap((figures) => [...figures.keys()]))].toSorted();
  const rowOf = (figures: Figures): Float64Array => {
    const row = new Float64Array(metrics.length);
    for (let at = 0; at < row.length; at++) row[at] = figures.get(metrics[at]!) ?? NaN;
    return row;
  };
  const forest = isolationForest(history.filter((_, index) => index % 3 === 0).map(rowOf));
  const scoreOf = (figures: Figures): number => forest.score(rowOf(figures));
  const others = history.filter((_, index) => index % 3 !== 0);
  return { metrics, scoreOf, scores: Float64Array.from(others, scoreOf).toSorted() };
});
