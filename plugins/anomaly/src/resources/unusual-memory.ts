import { unusualMetricDetector } from './unusual-metric-detector.ts';

/** Reports executions that used unusually much or little memory. */
export const unusualMemory = unusualMetricDetector({
  id: 'anomaly/unusual-memory',
  description: 'Reports steps that used more or less memory than is usual for them.',
  advice: 'Look for what the step kept: larger inputs, batches, caches. Raise its limit only if that was meant.',
  severity: 'warning',
  nounOf: (metric) => (metric === 'memoryMiB' ? 'memory' : undefined),
});
