import { unusualMetricDetector } from './unusual-metric-detector.ts';

/** Reports executions, or whole runs, of unusual cost. */
export const unusualCost = unusualMetricDetector({
  id: 'anomaly/unusual-cost',
  description: 'Reports steps and runs that cost more or less than is usual for them.',
  advice: 'Look at tokens, model and number of calls; compare with a usual run.',
  severity: 'warning',
  nounOf: (metric) => (metric.endsWith('Usd') ? 'cost' : undefined),
});
