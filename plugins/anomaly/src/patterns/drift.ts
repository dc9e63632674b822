import { defineDetector, type RunView } from '@faultline/core';
import { baselines, observationsOf } from '@faultline/facts';
import { stepTrends, type Drift, type StepTrend } from '../history/drifts.ts';
import { historyOptions } from '../history/history-options.ts';
import { median } from '../history/median.ts';
import { changeText, timeText } from '../words.ts';

/** Reports steps that have been taking longer, or less long, for some time. */
export const drift = defineDetector({
  id: 'anomaly/drift',
  description: 'Reports steps whose usual duration changed at some time in the history up to this run.',
  advice: 'Look for what was changed at that time; if it is to stay, learn anew from the runs since then.',
  severity: 'warning',
  options: historyOptions,
  messages: {
    drift:
      'Since {{since}} step "{{step}}" takes {{after:ms}} ({{count:count}} executions), and took {{before:ms}} ({{earlier:count}} executions) before: medians{{own}}, {{ratio:ratio}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    for (const [stepId, trend] of stepTrends(learned.baselines, run.workflowId)) {
      const found = driftIn(run, stepId, trend);
      if (found === undefined || found.qValue > options.rate) continue;
      const { metric, before, after, countBefore, countAfter, pValue, qValue } = found;
      if (Math.abs(after - before) < options.least * before || before === 0) continue;
      report({
        messageId: 'drift',
        at: run.executionsOf(stepId).slice(0, 1),
        severity: after > before ? 'warning' : 'info',
        data: {
          step: stepId,
          since: timeText(found.sinceMs),
          before,
          after,
          count: countAfter,
          earlier: countBefore,
          ratio: after / before,
          own: metric === 'selfMs' ? ' without what it called' : '',
          chance: changeText(pValue, qValue),
        },
        pValue,
        qValue,
        guarantee: 'extrapolated',
        evidence: [
          { type: 'measured', metric, value: after, unit: 'ms' },
          {
            type: 'expected',
            metric,
            p50: before,
            unit: 'ms',
            basis: 'learned',
            observations: countBefore,
            pValue,
            guarantee: 'extrapolated',
          },
        ],
      });
    }
  },
});

/** The latest change that had happened when the run began; else one that this run is the last sign of. */
function driftIn(run: RunView, stepId: string, { drift: latest, driftWith }: StepTrend): Drift | undefined {
  const [execution] = run.executionsOf(stepId);
  if (execution === undefined) return undefined;
  const values = run.executionsOf(stepId).flatMap((one) => {
    const metrics = observationsOf(run)[run.nodeOf(one)];
    return metrics?.get('selfMs') ?? metrics?.get('durationMs') ?? [];
  });
  const recent = values.length === 0 ? undefined : driftWith?.(median(values), execution.startMs);
  return [recent, latest].find((change) => change !== undefined && change.sinceMs <= execution.startMs);
}
