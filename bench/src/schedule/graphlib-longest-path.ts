import { alg, Graph } from '@dagrejs/graphlib';
import type { StepGraph } from './step-graph.ts';

/** Builds the graph and finds the length of the longest path, in topological order. */
export function graphlibLongestPath({ size, from, to, durationNs }: StepGraph): number {
  const graph = new Graph();
  for (let node = 0; node < size; node++) graph.setNode(String(node), durationNs[node]);
  for (let edge = 0; edge < from.length; edge++) graph.setEdge(String(from[edge]), String(to[edge]));
  const endNs = new Map<string, number>();
  let lengthNs = 0;
  for (const node of alg.topsort(graph)) {
    let startNs = 0;
    for (const before of graph.predecessors(node) ?? []) startNs = Math.max(startNs, endNs.get(before) ?? 0);
    const ns = startNs + Number(graph.node(node));
    endNs.set(node, ns);
    lengthNs = Math.max(lengthNs, ns);
  }
  return lengthNs;
}
