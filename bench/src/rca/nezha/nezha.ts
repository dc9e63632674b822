import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../benchmark.ts';
import { healthyRow, incidentRows, judged } from '../incident-rows.ts';
import { nezhaCases } from './nezha-cases.ts';

const wanted = { 'AC@1': 0.889, 'AC@3': 1, 'AC@5': 1, cpuMs: 500 } as const;

/**
 * Services at fault in TrainTicket, from traces and logs: G. Yu et al., "Nezha: interpretable fine-grained root causes analysis
 * for microservices on multi-modal observability data", ESEC/FSE 2023. The fault-free minutes of the same day are what was before; the
 * minute of the injection, from then on, and the two after it are the incident. Metrics of pods are not used.
 */
export function* nezha(dataFolder: string, isQuick: boolean): Generator<Row> {
  const folder = join(dataFolder, 'rca', 'nezha-trainticket');
  if (!existsSync(folder)) return;
  const all = Array.from(nezhaCases(folder, isQuick ? 4 : 1), judged);
  const healthy = all.filter(({ isHealthy }) => isHealthy);
  yield* incidentRows(
    'nezha',
    all.filter(({ isHealthy }) => !isHealthy),
    wanted,
  );
  yield {
    columns: {
      set: 'nezha',
      group: 'all',
      method: 'Nezha (as published)',
      cases: 45,
      'AC@1': 0.8667,
      'AC@3': 0.9778,
      'AC@5': 0.9778,
      'CPU ms, mean': 9000,
    },
  };
  if (healthy.length > 0) yield healthyRow('nezha', healthy);
}
