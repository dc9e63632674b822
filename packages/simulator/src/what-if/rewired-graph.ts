import { reversed, topologicalOrder, type EventGraph, type Rows } from '@faultline/graph';

/** What is different about an event graph. */
export interface Rewired {
  /** What an event waits for instead, by event. New events are numbered after those of the graph. */
  readonly rows: ReadonlyMap<number, readonly number[]>;
  /** By new event: the node for whose sake it is there. New events are running maxima: they weigh nothing. */
  readonly newNodes: readonly number[];
}

/** An event graph with other rows, numbered in topological order anew; or the rows, where they hold a circle. O(V + E). */
export function rewiredGraph(
  graph: EventGraph,
  rewired: Rewired,
): { readonly graph: EventGraph } | { readonly graph: undefined; readonly predecessors: Rows } {
  const { numbers } = graph;
  const predecessors = rowsOf(graph, rewired);
  const { order, leftOver } = topologicalOrder(reversed(predecessors));
  if (leftOver.length > 0) return { graph: undefined, predecessors };
  const count = order.length;
  const numberOf = new Uint32Array(count);
  for (let at = 0; at < count; at++) numberOf[order[at]] = at;

  const reordered = <Column extends Float64Array | Uint8Array | Uint32Array>(
    from: ArrayLike<number>,
    to: Column,
  ): Column => {
    for (let event = 0; event < from.length; event++) to[numberOf[event]] = from[event];
    return to;
  };
  const renumbered = (events: Uint32Array): Uint32Array => events.map((event) => numberOf[event]);
  const observedNs = observedTimes(graph, rewired, count);
  const blocker = blockers(graph, rewired, observedNs);
  return {
    graph: {
      ...graph,
      numbers: {
        ...numbers,
        count,
        start: renumbered(numbers.start),
        end: renumbered(numbers.end),
        allEnded: renumbered(numbers.allEnded),
        nearlyEnded: renumbered(numbers.nearlyEnded),
      },
      predecessors: inOrder(predecessors, order, numberOf),
      nodeOf: reordered([...graph.nodeOf, ...rewired.newNodes], new Uint32Array(count)),
      observedNs: reordered(observedNs, new Float64Array(count)),
      blocker: Int32Array.from(order, (event) => (blocker[event] < 0 ? -1 : numberOf[blocker[event]])),
      boundBy: reordered(graph.boundBy, new Uint8Array(count)),
      weightNs: reordered(graph.weightNs, new Float64Array(count)),
    },
  };
}

function rowsOf({ numbers, predecessors }: EventGraph, { rows, newNodes }: Rewired): Rows {
  const count = numbers.count + newNodes.length;
  const rowOf = (event: number): ArrayLike<number> =>
    rows.get(event) ?? predecessors.targets.subarray(predecessors.offsets[event], predecessors.offsets[event + 1]);
  const offsets = new Uint32Array(count + 1);
  for (let event = 0; event < count; event++) offsets[event + 1] = offsets[event] + rowOf(event).length;
  const targets = new Uint32Array(offsets[count]);
  for (let event = 0; event < count; event++) targets.set(rowOf(event), offsets[event]);
  return { offsets, targets };
}

/** A new event was when the last of its row was; it waits for none that is newer than itself. */
function observedTimes(graph: EventGraph, { rows }: Rewired, count: number): Float64Array {
  const observedNs = new Float64Array(count);
  observedNs.set(graph.observedNs);
  for (let event = graph.numbers.count; event < count; event++)
    observedNs[event] = observedNs[latestOf(rows.get(event) ?? [], observedNs)] ?? 0;
  return observedNs;
}

/** As before where that is still waited for, else the one observed last. */
function blockers(graph: EventGraph, { rows }: Rewired, observedNs: Float64Array): Int32Array {
  const blocker = new Int32Array(observedNs.length).fill(-1);
  blocker.set(graph.blocker);
  for (const [event, row] of rows) if (!row.includes(blocker[event])) blocker[event] = latestOf(row, observedNs);
  return blocker;
}

function latestOf(row: readonly number[], observedNs: Float64Array): number {
  let latest = row[0] ?? -1;
  for (const event of row) if (observedNs[event] > observedNs[latest]) latest = event;
  return latest;
}

function inOrder({ offsets, targets }: Rows, order: Uint32Array, numberOf: Uint32Array): Rows {
  const ordered = { offsets: new Uint32Array(offsets.length), targets: new Uint32Array(targets.length) };
  for (let at = 0; at < order.length; at++) {
    const row = targets.subarray(offsets[order[at]], offsets[order[at] + 1]);
    ordered.offsets[at + 1] = ordered.offsets[at] + row.length;
    for (let edge = 0; edge < row.length; edge++) ordered.targets[ordered.offsets[at] + edge] = numberOf[row[edge]];
  }
  return ordered;
}
