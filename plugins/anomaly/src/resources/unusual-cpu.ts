import { unusualMetricDetector } from './unusual-metric-detector.ts';

/** Reports executions that used unusually much or little CPU. */
export const unusualCpu = unusualMetricDetector({
  id: 'anomaly/unusual-cpu',
  description: 'Reports steps that used more or less CPU than is usual for them.',
  advice: 'Look for busy waiting, or for work that moved to or from this step; too little may be a throttled host.',
  severity: 'info',
  nounOf: (metric) => (metric === 'cpuCores' ? 'CPU' : undefined),
});
