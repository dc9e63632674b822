import type { Unit } from '@faultline/model';

/** The unit of a metric, by its name: `durationMs`, `memoryMiB`, `inputTokens`, `costUsd`. What says none is a count. */
export function unitOf(metric: string): Unit {
  if (metric.endsWith('Ms')) return 'ms';
  if (metric.endsWith('MiB')) return 'mib';
  if (metric.endsWith('Tokens')) return 'tokens';
  if (metric.endsWith('Usd')) return 'usd';
  if (metric === 'cpuCores') return 'cores';
  return metric === 'gpus' ? 'gpus' : 'count';
}
