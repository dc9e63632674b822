import { unusualMetricDetector } from './unusual-metric-detector.ts';

/** Reports executions that used unusually much or little of a GPU. */
export const unusualGpu = unusualMetricDetector({
  id: 'anomaly/unusual-gpu',
  description: 'Reports steps that used more or less GPU than is usual for them.',
  advice:
    'Look at batch sizes and at what else ran on the device; too little may mean that the step fell back to the CPU.',
  severity: 'info',
  nounOf: (metric) => (metric === 'gpus' ? 'capacity' : undefined),
});
