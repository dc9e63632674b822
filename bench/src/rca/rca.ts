import type { Benchmark } from '../benchmark.ts';
import { nezha } from './nezha/nezha.ts';
import { petshop } from './petshop/petshop.ts';
import { planted } from './planted/planted.ts';
import { preventionRows } from './prevention-rows.ts';

/**
 * How well causes are found: services at fault in recorded incidents, and steps at fault in generated runs, beside rules that look
 * for one thing.
 */
export const rca: Benchmark = {
  name: 'rca',
  description: 'Finds what broke first: in recorded incidents of services, and in runs with planted faults.',
  needsData: false,
  async *run({ isQuick, dataFolder }) {
    if (dataFolder !== undefined) {
      yield* nezha(dataFolder, isQuick);
      yield* petshop(dataFolder);
    }
    yield* planted(isQuick);
    yield* preventionRows(isQuick);
  },
};
