import type { Edge, Join } from '@faultline/model';
import { taskContextEdges, type CrewTask } from '../definitions/crew-tasks.ts';
import { equalValueEdges } from './equal-value-edges.ts';
import type { GraphNode } from './graph-nodes.ts';
import { edgeGroupEdges, handoffEdges } from './handover-edges.ts';
import { inIdOrder } from '../runs/id-order.ts';
import { recordedEdges } from './recorded-edges.ts';
import type { SpanTable } from '../table/span-table.ts';
import type { StepSpan } from '../runs/step-span.ts';
import { StepTimeline } from './step-timeline.ts';
import { superstepEdges } from './superstep-edges.ts';
import { toolCallEdges } from './tool-call-edges.ts';

/** Who needed whom in one run, as far as the telemetry says. */
export interface RecordedOrder {
  readonly edges: readonly Edge[];
  /** Groups that would be more edges than they have ends. */
  readonly joins: readonly Join[];
}

/** All that is recorded of the order of one run, with its origin. Expects order of time. O(n log n) and the size of payloads. */
export function recordedOrder(
  table: SpanTable,
  steps: readonly StepSpan[],
  stepById: ReadonlyMap<string, StepSpan>,
  { nodes, tasks }: { readonly nodes: readonly GraphNode[]; readonly tasks: readonly CrewTask[] },
): RecordedOrder {
  const timeline = new StepTimeline(steps);
  const edges = new Map<string, Edge>();
  const joins: Join[] = [];
  for (const join of allOf(
    recordedEdges(table, steps, stepById, timeline),
    handoffEdges(steps, timeline),
    superstepEdges(nodes),
    taskContextEdges(tasks),
    edgeGroupEdges(steps, timeline),
    toolCallEdges(steps),
    equalValueEdges(steps, stepById),
  )) {
    if (join.from.length * join.to.length > join.from.length + join.to.length + 1) joins.push(join);
    else
      for (const { from, to, origin } of pairsOf(join))
        edges.set(JSON.stringify([from, to, origin]), { from, to, origin, kind: 'needs' });
  }
  return { edges: [...edges.values()].toSorted(inOrder), joins: joins.toSorted(inOrderOfFirst) };
}

function* allOf(...sources: readonly Iterable<Join>[]): Generator<Join> {
  for (const source of sources) yield* source;
}

function* pairsOf({ from, to, origin }: Join): Generator<Omit<Edge, 'kind'>> {
  for (const source of from) for (const target of to) yield { from: source, to: target, origin };
}

const inOrder = (a: Edge, b: Edge): number =>
  inIdOrder(a.from, b.from) || inIdOrder(a.to, b.to) || inIdOrder(a.origin, b.origin);

const inOrderOfFirst = (a: Join, b: Join): number =>
  inIdOrder(a.to[0], b.to[0]) || inIdOrder(a.from[0], b.from[0]) || inIdOrder(a.origin, b.origin);
