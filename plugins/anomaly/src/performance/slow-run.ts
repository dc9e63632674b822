import { defineDetector } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { chancesOf, metricData, metricEvidence } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import { repeatedSteps } from '../tests/repeated-steps.ts';
import { runTests } from '../tests/run-tests.ts';
import { chanceText, named } from '../words.ts';

/** Reports runs that took longer than earlier ones. */
export const slowRun = defineDetector({
  id: 'anomaly/slow-run',
  description: 'Reports runs that took longer than is usual for their workflow.',
  advice: 'Look at the critical path of the run: it says where the time went.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    slow: 'The run took {{observed:ms}}; 95 % of {{earlier:count}} earlier runs took {{low:ms}} to {{high:ms}}. {{chance}} {{where}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const alarms = runTests(run, learned.baselines).alarmsAt(options.rate);
    const repeated = repeatedSteps(alarms);
    const slowSteps = alarms.flatMap((alarm) =>
      alarm.about === 'execution' && alarm.direction === 'high' && alarm.metric.endsWith('Ms')
        ? [alarm.execution.stepId]
        : [],
    );
    for (const alarm of alarms) {
      if (alarm.about !== 'run' || alarm.metric !== 'durationMs' || alarm.direction !== 'high') continue;
      const causes = [
        ...(slowSteps.length === 0 ? [] : [`Unusually slow: ${named([...new Set(slowSteps)])}.`]),
        ...(repeated.length === 0 ? [] : [`Unusually often: ${named(repeated)}.`]),
      ];
      const where = causes.length === 0 ? 'No single step was unusually slow.' : causes.join(' ');
      const { among: _among, ...data } = metricData(alarm);
      report({
        messageId: 'slow',
        at: [],
        // Those steps are reported already.
        severity: causes.length === 0 ? 'warning' : 'info',
        data: { ...data, where, chance: chanceText(alarm, { does: 'takes as long', did: 'took as long' }) },
        ...chancesOf(alarm),
        evidence: metricEvidence(alarm),
      });
    }
  },
});
