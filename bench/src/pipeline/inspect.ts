import type { Benchmark } from '../benchmark.ts';
import { rowsOf } from './compared.ts';

/** Many small runs as OTLP JSON Lines to steps, edges, critical path and slack, as `faultline inspect` does. */
export const inspect: Benchmark = {
  name: 'inspect',
  description: 'runs of 10 spans as OTLP JSON Lines to critical path and slack, beside a bare JSON.parse',
  needsData: false,
  async *run({ isQuick }) {
    const common = { job: 'inspect', shape: 'tree', runSize: 10 } as const;
    if (isQuick) yield* rowsOf([10_000, 100_000].map((spans) => ({ ...common, spans })));
    else
      yield* rowsOf([
        { ...common, spans: 100_000, targets: { leastSpansPerSecond: 300_000, leastTimesFasterThanParse: 1.8 } },
        {
          ...common,
          spans: 1_000_000,
          targets: {
            leastSpansPerSecond: 600_000,
            leastTimesFasterThanParse: 1.8,
            mostWallMs: 3000,
            mostMiB: 400,
          },
        },
      ]);
  },
};
