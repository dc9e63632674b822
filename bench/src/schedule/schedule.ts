import type { Benchmark } from '../benchmark.ts';
import { shapes } from './generated-dag.ts';
import { rowOf, type Task } from './schedule-row.ts';

const targets = {
  leastNodesPerSecond: { ordered: 1_000_000, shuffled: 800_000 },
  mostTimesShorter: 3,
  mostRetimeMs: 100,
};

/** Path, slack, free slack and drag of every execution, for runs of some shapes and sizes. */
export const schedule: Benchmark = {
  name: 'schedule',
  description: 'path, slack and drag of runs up to 1M steps, ordered and shuffled, beside networkx and graphlib',
  needsData: false,
  async *run({ isQuick }) {
    for (const shape of shapes) {
      for (const order of ['ordered', 'shuffled'] as const) {
        let shorterNsPerNode: number | undefined;
        for (const nodes of isQuick ? [10_000] : [1000, 10_000, 100_000, 1_000_000]) {
          const isLargest = nodes === 1_000_000;
          const task: Task = {
            shape,
            order,
            nodes,
            isQuick,
            ...(isLargest && shorterNsPerNode !== undefined && { shorterNsPerNode }),
            // At 1M networkx takes a minute a turn, most of it to read the graph.
            hasPeers: order === 'ordered' && nodes === (isQuick ? 10_000 : 100_000),
            targets: {
              ...(isLargest && {
                leastNodesPerSecond: targets.leastNodesPerSecond[order],
                mostTimesShorter: targets.mostTimesShorter,
                mostRetimeMs: targets.mostRetimeMs,
              }),
              ...(!isQuick && { leastTimesFasterThanPeers: 7 }),
            },
          };
          const row = rowOf(task);
          if (nodes === 10_000) shorterNsPerNode = Number(row.columns['ns/node']);
          yield row;
        }
      }
    }
  },
};
