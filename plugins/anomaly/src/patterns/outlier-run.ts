import { defineDetector, formatQuantity, measured } from '@faultline/core';
import { baselines, unitOf } from '@faultline/facts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { runTests } from '../tests/run-tests.ts';
import { chanceText } from '../words.ts';

/** Reports runs whose figures are unusual together, where nothing by itself is. */
export const outlierRun = defineDetector({
  id: 'anomaly/outlier-run',
  description: 'Reports runs whose figures are unusual in their combination, where nothing by itself was reported.',
  advice: 'Compare the run with a usual one, beginning with the figures that are named.',
  severity: 'info',
  options: rateOptions,
  messages: {
    outlier:
      'The figures of the run together are unlike those of {{runs:count}} earlier runs, most of all {{features}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const alarms = runTests(run, learned.baselines).alarmsAt(options.rate);
    // What explains the figures is said already.
    if (alarms.some(({ about }) => about !== 'outlier')) return;
    for (const alarm of alarms) {
      if (alarm.about !== 'outlier') continue;
      const features = alarm.features().slice(0, 3);
      report({
        messageId: 'outlier',
        at: [],
        data: {
          runs: alarm.runs,
          features: features
            .map(({ metric, value }) => `${metric} (${formatQuantity(value, unitOf(metric))})`)
            .join(', '),
          chance: chanceText(alarm, { does: 'is as far out', did: 'was' }),
        },
        score: alarm.score,
        ...chancesOf(alarm),
        evidence: features.map(({ metric, value }) => measured(metric, value, unitOf(metric))),
      });
    }
  },
});
