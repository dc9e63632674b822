/** The resources that rules know: their metric and its unit. */
export const resourceMetrics = [
  { resource: 'memory', metric: 'memoryMiB', unit: 'mib' },
  { resource: 'cpu', metric: 'cpuCores', unit: 'cores' },
  { resource: 'gpu', metric: 'gpus', unit: 'gpus' },
] as const;
