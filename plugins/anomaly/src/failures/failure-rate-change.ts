import { defineDetector } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { failureRateChanges } from '../history/failure-rate-changes.ts';
import { historyOptions } from '../history/history-options.ts';
import { changeText, timeText } from '../words.ts';

/** Reports steps that have been failing more, or less, often for some time. */
export const failureRateChange = defineDetector({
  id: 'anomaly/failure-rate-change',
  description: 'Reports steps whose failure rate changed at some time in the history.',
  advice: 'Look for what was changed at that time: a release, a model, a quota, a service that the step calls.',
  severity: 'warning',
  options: historyOptions,
  messages: {
    change:
      'Since {{since}} step "{{step}}" fails in {{after:share}} of {{count:count}} attempts, and failed in {{before:share}} of {{earlier:count}} before. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    for (const change of failureRateChanges(learned.baselines, run.workflowId)) {
      const { stepId, sinceMs, pValue, qValue } = change;
      const executions = run.executionsOf(stepId);
      if (qValue > options.rate || executions.length === 0 || run.startMs < sinceMs) continue;
      const before = change.before.failures / change.before.attempts;
      const after = change.after.failures / change.after.attempts;
      if (Math.abs(after - before) < options.least * before) continue;
      report({
        messageId: 'change',
        at: executions.slice(0, 1),
        severity: after > before ? 'warning' : 'info',
        data: {
          step: stepId,
          since: timeText(sinceMs),
          before,
          after,
          count: change.after.attempts,
          earlier: change.before.attempts,
          chance: changeText(pValue, qValue),
        },
        pValue,
        qValue,
        guarantee: 'extrapolated',
        evidence: [
          { type: 'measured', metric: 'failureRate', value: after, unit: 'share' },
          {
            type: 'expected',
            metric: 'failureRate',
            mean: before,
            unit: 'share',
            basis: 'learned',
            observations: change.before.attempts,
            pValue,
            guarantee: 'extrapolated',
          },
        ],
      });
    }
  },
});
