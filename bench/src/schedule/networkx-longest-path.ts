import { spawnSync } from 'node:child_process';
import { z } from 'zod';
import type { StepGraph } from './step-graph.ts';

const program = `
import json, sys, time
try:
    import networkx
except ImportError:
    print(json.dumps({'missing': 'not installed'}))
    sys.exit()
graph = networkx.DiGraph()
size, durations, edges = json.load(sys.stdin)
graph.add_nodes_from(range(size))
graph.add_weighted_edges_from((a, b, durations[a]) for a, b in edges)
started = time.process_time()
networkx.dag_longest_path(graph)
print(json.dumps({'allMs': (time.process_time() - started) * 1000}))
`;

const answerSchema = z.union([z.object({ allMs: z.number() }), z.object({ missing: z.string() })]);

/** CPU time of `dag_longest_path` of networkx alone, without start-up and reading; in words why there is none. */
export function networkxLongestPath({
  size,
  from,
  to,
  durationNs,
}: StepGraph): { allMs: number } | { missing: string } {
  const edges = Array.from(from, (source, edge) => [source, to[edge]]);
  const { stdout, error } = spawnSync('python3', ['-c', program], {
    input: JSON.stringify([size, Array.from(durationNs), edges]),
    encoding: 'utf8',
    maxBuffer: 1 << 20,
  });
  if (error !== undefined) return { missing: 'no python3' };
  return answerSchema.parse(JSON.parse(stdout));
}
