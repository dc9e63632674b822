import type { Benchmark } from '../benchmark.ts';
import { shapes } from './generated-dag.ts';
import { rowOf, type Task } from './schedule-row.ts';

const targets = { leastNodesPerSecond: { ordered: 1_000_000, shuffled: 800_000 }, mostRetimeMs: 100 };

/** Path, slack, free slack and drag of every execution, for runs of some shapes and sizes. */
export const schedule: Benchmark = {
  name: 'schedule',
  description: 'path, slack and drag of runs up to 1M steps, ordered and shuffled, beside networkx and graphlib',
  needsData: false,
  async *run({ isQuick }) {
    for (const shape of shapes) {
      for (const order of ['ordered', 'shuffled'] as const) {
        for (const nodes of isQuick ? [10_000] : [1000, 10_000, 100_000, 1_000_000]) {
          const isLargest = nodes === 1_000_000;
          const task: Task = {
            shape,
            order,
            nodes,
            isQuick,
            hasPeers: order === 'ordered' && nodes === (isQuick ? 10_000 : 100_000),
            targets: {
              ...(isLargest && {
                leastNodesPerSecond: targets.leastNodesPerSecond[order],
                mostRetimeMs: targets.mostRetimeMs,
              }),
              ...(!isQuick && { leastTimesFasterThanPeers: 7 }),
            },
          };
          yield rowOf(task);
        }
      }
    }
  },
};
