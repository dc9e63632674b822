import type { RunView } from '@faultline/core';
import { comparedMetrics, runFiguresOf, type Baselines, type ComparedMetrics } from '@faultline/facts';

/** Compares how long the run took and what it used up with earlier runs. Nothing while it is open: it will take longer. */
export function runMetricTests(run: RunView, learned: Baselines): ComparedMetrics | undefined {
  if (run.isOpen) return undefined;
  const metrics = [...runFiguresOf(run)].filter(([metric]) => isTold(metric));
  return comparedMetrics(metrics, (metric) => {
    const distribution = learned.ofRun(run.workflowId, metric);
    return distribution && { distribution, among: '' };
  });
}

/** What a person pays or waits for. Other figures count only together, as an outlier. */
const isTold = (metric: string): boolean => metric === 'durationMs' || /(?:Tokens|Usd)$/.test(metric);
