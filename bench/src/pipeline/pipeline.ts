import type { Benchmark } from '../benchmark.ts';
import { rowsOf } from './compared.ts';
import { shapes } from './generate.ts';

/** One large run as OTLP JSON Lines to a JSON report through all default plugins, beside a bare JSON.parse. */
export const pipeline: Benchmark = {
  name: 'pipeline',
  description: 'one run as OTLP JSON Lines to report, spans per CPU second and peak memory, beside a bare JSON.parse',
  needsData: false,
  async *run({ isQuick }) {
    const sizes = isQuick ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000];
    yield* rowsOf(sizes.flatMap((spans) => shapes.map((shape) => ({ job: 'analyze', shape, spans }) as const)));
  },
};
