import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { Row, Value } from '../benchmark.ts';
import { recordedOf, type Shape } from './generated-dag.ts';
import { networkxLongestPath } from './networkx-longest-path.ts';
import { stepGraphOf } from './step-graph.ts';

/** One run to be scheduled. */
export interface Task {
  readonly shape: Shape;
  /** Whether rows come in order of time or at random. */
  readonly order: 'ordered' | 'shuffled';
  readonly nodes: number;
  /** Whether to measure once. */
  readonly isQuick: boolean;
  /** Whether the longest path alone is found with other libraries as well. */
  readonly hasPeers: boolean;
  /** Time per node of a shorter run of the same shape and order, if the two are to be compared. */
  readonly shorterNsPerNode?: number;
  readonly targets: {
    readonly leastNodesPerSecond?: number;
    /** Times that a node may take as long as one of the shorter run: it grows as caches overflow. */
    readonly mostTimesShorter?: number;
    readonly mostRetimeMs?: number;
    readonly leastTimesFasterThanPeers?: number;
  };
}

const figuresSchema = z.object({
  orderMs: z.number(),
  graphMs: z.number(),
  pathMs: z.number(),
  slackMs: z.number(),
  dragMs: z.number(),
  allMs: z.number(),
  retimeMs: z.number(),
  peakMiB: z.number(),
});
type Figures = z.infer<typeof figuresSchema>;
type Peer = { readonly allMs: number } | { readonly missing: string };
interface Peers {
  readonly networkx: Peer | undefined;
  readonly graphlib: Peer | undefined;
}

/** Longer runs are measured in one process only, or the benchmark would take many minutes. */
const MOST_NODES_TWICE = 1_000_000;

/** Measures one task and its peers, one after the other in turns: other work on the machine only ever adds. */
export function rowOf(task: Task): Row {
  const { shape, order, nodes, isQuick, hasPeers, shorterNsPerNode } = task;
  let best = scheduled(task);
  let networkx: Peer | undefined;
  let graphlib: Peer | undefined;
  if (hasPeers) {
    const graph = stepGraphOf(recordedOf(shape, nodes));
    for (let turn = 0; turn < (isQuick ? 1 : 2); turn++) {
      networkx = faster(networkx, networkxLongestPath(graph));
      graphlib = faster(graphlib, graphlibPeer(shape, nodes));
      if (!isQuick) best = bestOf(best, scheduled(task));
    }
  } else if (!isQuick && nodes < MOST_NODES_TWICE) best = bestOf(best, scheduled(task));
  const nsPerNode = (best.allMs * 1e6) / nodes;
  const perSecond = Math.round(nodes / (best.allMs / 1000));
  const missed = missedOf(task, best, { networkx, graphlib });
  return {
    columns: {
      shape,
      order,
      nodes,
      'nodes/CPU s': perSecond,
      'ns/node': Math.round(nsPerNode),
      'by 10k': shorterNsPerNode === undefined ? undefined : nsPerNode / shorterNsPerNode,
      'all ms': rounded(best.allMs),
      'order ms': rounded(best.orderMs),
      'graph ms': rounded(best.graphMs),
      'path ms': rounded(best.pathMs),
      'slack ms': rounded(best.slackMs),
      'drag ms': rounded(best.dragMs),
      'retime ms': rounded(best.retimeMs),
      'peak MiB': Math.round(best.peakMiB),
      'networkx / all': comparison(networkx, best.allMs),
      'graphlib / graph and path': comparison(graphlib, pathAloneMs(best)),
    },
    ...(missed.length > 0 && { missed: `${shape}, ${order}, ${nodes} nodes: ${missed.join('; ')}.` }),
  };
}

function scheduled({ order, shape, nodes, isQuick }: Task): Figures {
  // Short runs are repeated until their code is compiled: at 100,000 nodes that takes more than ten rounds.
  const rounds = Math.max(4, Math.min(isQuick ? 20 : 200, Math.round(3_000_000 / nodes)));
  const output = execFileSync(process.execPath, childArguments(order, shape, nodes, rounds), { encoding: 'utf8' });
  return figuresSchema.parse(JSON.parse(output));
}

function graphlibPeer(shape: Shape, nodes: number): Peer {
  const { status, stdout, stderr } = spawnSync(process.execPath, childArguments('graphlib', shape, nodes, 3), {
    encoding: 'utf8',
  });
  if (status !== 0) return { missing: /^\w*Error\b/mu.exec(stderr)?.[0] ?? 'failed' };
  return z.object({ allMs: z.number() }).parse(JSON.parse(stdout));
}

function childArguments(job: string, shape: Shape, nodes: number, rounds: number): string[] {
  const script = join(import.meta.dirname, 'measured-child.js');
  return ['--max-old-space-size=8192', script, job, shape, String(nodes), String(rounds)];
}

function bestOf(one: Figures, other: Figures): Figures {
  const least = (name: keyof Figures): number => Math.min(one[name], other[name]);
  return {
    orderMs: least('orderMs'),
    graphMs: least('graphMs'),
    pathMs: least('pathMs'),
    slackMs: least('slackMs'),
    dragMs: least('dragMs'),
    allMs: least('allMs'),
    retimeMs: least('retimeMs'),
    peakMiB: least('peakMiB'),
  };
}

function faster(one: Peer | undefined, other: Peer): Peer {
  if (one === undefined || 'missing' in one || 'missing' in other) return other;
  return one.allMs < other.allMs ? one : other;
}

/** As much as graphlib is asked: from columns to the graph and the longest path. */
function pathAloneMs({ orderMs, graphMs, pathMs }: Figures): number {
  return orderMs + graphMs + pathMs;
}

function missedOf({ nodes, shorterNsPerNode, targets }: Task, best: Figures, { networkx, graphlib }: Peers): string[] {
  const { leastNodesPerSecond = 0, mostRetimeMs = Infinity, leastTimesFasterThanPeers = 0 } = targets;
  const { mostTimesShorter = Infinity } = targets;
  const timesShorter = shorterNsPerNode === undefined ? 1 : (best.allMs * 1e6) / nodes / shorterNsPerNode;
  const perSecond = Math.round(nodes / (best.allMs / 1000));
  const isSlower = (peer: Peer | undefined, ms: number): boolean =>
    peer !== undefined && 'allMs' in peer && peer.allMs < leastTimesFasterThanPeers * ms;
  return [
    ...(perSecond < leastNodesPerSecond ? [`${perSecond} nodes per CPU second, wanted ${leastNodesPerSecond}`] : []),
    ...(timesShorter > mostTimesShorter
      ? [`a node takes ${timesShorter.toFixed(1)} times as long as in the shorter run, wanted ${mostTimesShorter}`]
      : []),
    ...(best.retimeMs > mostRetimeMs ? [`${Math.round(best.retimeMs)} ms for one retime, wanted ${mostRetimeMs}`] : []),
    ...(isSlower(networkx, best.allMs) ? [`not ${leastTimesFasterThanPeers} times as fast as networkx`] : []),
    ...(isSlower(graphlib, pathAloneMs(best)) ? [`not ${leastTimesFasterThanPeers} times as fast as graphlib`] : []),
  ];
}

function comparison(peer: Peer | undefined, ms: number): Value {
  if (peer === undefined) return undefined;
  return 'missing' in peer ? peer.missing : peer.allMs / ms;
}

function rounded(ms: number): number {
  return Number(ms.toPrecision(3));
}
