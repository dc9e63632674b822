import type { Benchmark } from '../benchmark.ts';
import { rowsOf } from './compared.ts';

/** Many runs as OTLP JSON Lines to JSON reports through all default plugins. */
export const analyze: Benchmark = {
  name: 'analyze',
  description: 'runs of 100 spans as OTLP JSON Lines to reports through all default plugins, beside a bare JSON.parse',
  needsData: false,
  async *run({ isQuick }) {
    const common = { job: 'analyze', shape: 'tree', runSize: 100 } as const;
    if (isQuick) yield* rowsOf([10_000, 100_000].map((spans) => ({ ...common, spans })));
    else
      yield* rowsOf([
        { ...common, spans: 100_000 },
        { ...common, spans: 1_000_000, targets: { leastSpansPerSecond: 150_000 } },
      ]);
  },
};
