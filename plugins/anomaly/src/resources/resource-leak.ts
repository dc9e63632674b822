import { defineDetector, formatQuantity, type RunView } from '@faultline/core';
import { baselines, unitOf } from '@faultline/facts';
import { historyOptions } from '../history/history-options.ts';
import { growthOf, leaks, type Growth, type Leak } from '../history/leaks.ts';
import { changeText } from '../words.ts';

/** Reports steps that use more and more memory from run to run. */
export const resourceLeak = defineDetector({
  id: 'anomaly/resource-leak',
  description: 'Reports steps whose use of memory grows from run to run, and when it reaches their limit.',
  advice:
    'Restart what runs the step before the limit is reached, and look for what it keeps: caches, sessions, handles.',
  severity: 'warning',
  options: historyOptions,
  messages: {
    leak: 'The memory of step "{{step}}" grows by {{growth:mib}} a {{per}}, from {{first:mib}} to {{last:mib}} over {{count:count}} executions.{{limit}} {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const runs = learned.baselines.runsOf(run.workflowId);
    for (const leak of leaks(learned.baselines, run.workflowId)) {
      const { stepId, metric, pValue, qValue } = leak;
      const executions = run.executionsOf(stepId);
      if (qValue > options.rate || executions.length === 0) continue;
      const growth = growthOf(leak);
      // A run from before says nothing about it.
      if (growth === undefined || run.startMs < growth.fromMs) continue;
      const { first, last, interval, perMs, observations } = growth;
      if (last - first < options.least * first) continue;
      const pace = paceOf(growth, runs);
      report({
        messageId: 'leak',
        at: executions.slice(0, 1),
        data: {
          step: stepId,
          growth: perMs * pace.everyMs,
          per: pace.per,
          first,
          last,
          count: observations,
          limit: limitText(run, leak, growth, pace),
          chance: changeText(pValue, qValue),
        },
        pValue,
        qValue,
        guarantee: 'extrapolated',
        evidence: [
          { type: 'measured', metric: `${metric} per ${pace.per}`, value: perMs * pace.everyMs, unit: unitOf(metric) },
          {
            type: 'expected',
            metric: `${metric} per ${pace.per}`,
            p50: 0,
            low: interval.low * pace.everyMs - perMs * pace.everyMs,
            high: interval.high * pace.everyMs - perMs * pace.everyMs,
            unit: unitOf(metric),
            basis: 'learned',
            observations,
            pValue,
            guarantee: 'extrapolated',
          },
        ],
      });
    }
  },
});

/** What growth is told by: days where there are some, else runs. */
interface Pace {
  readonly per: 'day' | 'run';
  readonly everyMs: number;
}

const dayMs = 86_400_000;

function paceOf({ fromMs, untilMs }: Growth, runs: number): Pace {
  const spanMs = untilMs - fromMs;
  return spanMs >= 2 * dayMs ? { per: 'day', everyMs: dayMs } : { per: 'run', everyMs: spanMs / Math.max(1, runs - 1) };
}

function limitText(
  run: RunView,
  { stepId, metric }: Leak,
  { last, perMs, untilMs }: Growth,
  { per, everyMs }: Pace,
): string {
  const [execution] = run.executionsOf(stepId);
  const limits = execution === undefined ? undefined : run.stepOf(execution)?.resources;
  const limit = limits !== undefined && Object.hasOwn(limits, metric) ? limits[metric] : undefined;
  if (limit === undefined) return '';
  const asked = `the ${formatQuantity(limit, unitOf(metric))} that it asks for`;
  const leftMs = untilMs + (limit - last) / perMs - run.startMs;
  if (leftMs <= 0) return ` It takes more than ${asked}.`;
  const left =
    per === 'day' ? formatQuantity(leftMs, 'ms') : `${formatQuantity(Math.ceil(leftMs / everyMs), 'count')} runs`;
  return ` It reaches ${asked} in ${left}.`;
}
