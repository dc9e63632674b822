import { quoted } from '@faultline/core';
import { unusualMetricDetector } from './unusual-metric-detector.ts';

/** Reports executions in which any other recorded metric was unusual. */
export const unusualMetric = unusualMetricDetector({
  id: 'anomaly/unusual-metric',
  description: 'Reports steps in which any other recorded metric was higher or lower than is usual for them.',
  advice: 'Find out what the metric measures here, and compare the step with a usual run.',
  severity: 'info',
  nounOf: (metric) => (hasOwnDetector(metric) ? undefined : quoted(metric)),
});

/** Times are those of performance; the others have a detector each. */
const hasOwnDetector = (metric: string): boolean =>
  /^(?:durationMs|selfMs|waitMs|memoryMiB|cpuCores|gpus)$|(?:Tokens|Usd)$/.test(metric);
