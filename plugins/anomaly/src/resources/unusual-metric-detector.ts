import { defineDetector, formatQuantity, quoted, type RuleId } from '@faultline/core';
import { baselines, unitOf, type MetricTest } from '@faultline/facts';
import type { Severity } from '@faultline/model';
import { chancesOf, metricData, metricEvidence, moreText, stepAlarms } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import type { Alarm } from '../tests/hypothesis.ts';
import { repeatedSteps } from '../tests/repeated-steps.ts';
import { runTests } from '../tests/run-tests.ts';
import { chanceText, type Chances } from '../words.ts';

/** What a detector of unusual metrics is about. */
export interface UnusualMetricSpec<Id extends RuleId> {
  readonly id: Id;
  readonly description: string;
  readonly advice: string;
  readonly severity: Severity;
  /** What a metric measures, in words; `undefined`: it is none of those. */
  readonly nounOf: (metric: string) => string | undefined;
}

/**
 * A detector of steps that used more or less of something than is usual for them. Of the run as a whole it reports what no
 * step explains.
 */
export const unusualMetricDetector = <const Id extends RuleId>({ nounOf, ...meta }: UnusualMetricSpec<Id>) =>
  defineDetector({
    ...meta,
    options: rateOptions,
    messages: {
      unusual:
        '{{subject}} had {{observed}} of {{noun}}{{more}}; 95 % of {{earlier:count}} earlier {{others}} had {{low}} to {{high}}. {{chance}}',
    },
    uses: { baselines },
    detect(run, { learned, options, report }) {
      const isWanted = ({ metric }: MetricTest): boolean => nounOf(metric) !== undefined;
      const steps = stepAlarms(run, learned.baselines, options.rate, isWanted);
      for (const { stepId, worst, at, count } of steps) {
        const { among } = metricData(worst);
        report({
          messageId: 'unusual',
          at,
          data: {
            subject: `Step ${quoted(stepId)}`,
            others: `executions${among}`,
            more: moreText(count),
            ...wordsOf(worst, nounOf),
          },
          ...chancesOf(worst),
          evidence: metricEvidence(worst, worst.execution),
        });
      }
      if (steps.length > 0) return;
      const alarms = runTests(run, learned.baselines).alarmsAt(options.rate);
      const [worst] = alarms
        .filter((alarm): alarm is RunAlarm => alarm.about === 'run' && isWanted(alarm))
        .toSorted((a, b) => a.pValue - b.pValue);
      if (worst === undefined) return;
      report({
        messageId: 'unusual',
        at: [],
        // What ran more often is reported already.
        ...(worst.direction === 'high' && repeatedSteps(alarms).length > 0 && { severity: 'info' as const }),
        data: { subject: 'The run', others: 'runs', more: ' in all', ...wordsOf(worst, nounOf) },
        ...chancesOf(worst),
        evidence: metricEvidence(worst),
      });
    },
  });

type RunAlarm = Extract<Alarm, { readonly about: 'run' }>;

function wordsOf(alarm: MetricTest & Chances, nounOf: (metric: string) => string | undefined) {
  const { observed, low, high, earlier } = metricData(alarm);
  const unit = unitOf(alarm.metric);
  const amount = alarm.direction === 'high' ? 'much' : 'little';
  return {
    noun: nounOf(alarm.metric) ?? alarm.metric,
    observed: formatQuantity(observed, unit),
    low: formatQuantity(low, unit),
    high: formatQuantity(high, unit),
    earlier,
    chance: chanceText(alarm, { does: `has as ${amount}`, did: `had as ${amount}` }),
  };
}
