import type { RunView } from '@faultline/core';
import {
  comparedMetrics,
  comparisonWith,
  runFiguresOf,
  type Baselines,
  type ComparedMetrics,
  type Comparison,
} from '@faultline/facts';

/**
 * Compares how long the run took and what it used up with earlier runs. Nothing while it is open: it will take longer. That a
 * run which failed took and used less is told by the failure.
 */
export function runMetricTests(run: RunView, learned: Baselines): ComparedMetrics | undefined {
  if (run.isOpen) return undefined;
  const metrics = [...runFiguresOf(run)].filter(([metric]) => isTold(metric));
  const usualOf = (metric: string): Comparison | undefined => {
    const distribution = learned.ofRun(run.workflowId, metric);
    return distribution && comparisonWith(distribution);
  };
  return comparedMetrics(metrics, usualOf, { isCutShort: run.status === 'failed' });
}

/** What a person pays or waits for. Other figures count only together, as an outlier. */
const isTold = (metric: string): boolean => metric === 'durationMs' || /(?:Tokens|Usd)$/.test(metric);
