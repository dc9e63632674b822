import { ascending } from './ascending.ts';
import { sortedBy } from './sorted-by.ts';
import type { EdgeColumns, TimedDag } from './timed-dag.ts';

/** Executions as they were recorded: parents and ends of edges by row. */
export type RecordedColumns = Pick<TimedDag, 'startNs' | 'endNs' | 'parent' | 'edges'>;

/** A graph whose rows came in any order. */
export interface NumberedDag {
  readonly dag: TimedDag;
  /** The row that each node had. */
  readonly rowOf: Uint32Array;
}

/**
 * Brings executions that come in any order into that of (start, end, row), as `TimedDag` wants them, so that parents and
 * siblings lie near each other in memory: schedules of shuffled columns would take several times as long. Rows of equal
 * times keep their order, which should be that of their ids. Columns that are in order are taken as they are. Without
 * joins and planned levels; the run lasts from the first start to the last end. O(V + E) for long columns.
 */
export function numberedDag(columns: RecordedColumns): NumberedDag {
  const size = columns.startNs.length;
  const rows = ascending(size);
  const isOrdered = isInOrder(columns);
  const rowOf = isOrdered ? rows : sortedBy(columns.startNs, sortedBy(columns.endNs, rows));
  const numbered = isOrdered ? columns : renumbered(columns, rowOf);
  let untilNs = 0;
  // Over typed arrays `for...of` takes three times as long as this (measured on Node 24), so no loop over columns uses it.
  for (let node = 0; node < size; node++) if (numbered.endNs[node] > untilNs) untilNs = numbered.endNs[node];
  return {
    dag: {
      ...numbered,
      size,
      executionCount: size,
      isAsync: new Uint8Array(size),
      isPlanned: new Uint8Array(size + 1),
      fromNs: size === 0 ? 0 : numbered.startNs[0],
      untilNs,
    },
    rowOf,
  };
}

function isInOrder({ startNs, endNs }: RecordedColumns): boolean {
  for (let row = 1; row < startNs.length; row++) {
    if (startNs[row - 1] > startNs[row]) return false;
    if (startNs[row - 1] === startNs[row] && endNs[row - 1] > endNs[row]) return false;
  }
  return true;
}

function renumbered({ startNs, endNs, parent, edges }: RecordedColumns, rowOf: Uint32Array): RecordedColumns {
  const size = rowOf.length;
  const nodeOf = new Int32Array(size);
  for (let node = 0; node < size; node++) nodeOf[rowOf[node]] = node;
  const numbered = { startNs: new Float64Array(size), endNs: new Float64Array(size), parent: new Int32Array(size) };
  for (let node = 0; node < size; node++) {
    const row = rowOf[node];
    numbered.startNs[node] = startNs[row];
    numbered.endNs[node] = endNs[row];
    numbered.parent[node] = parent[row] < 0 ? -1 : nodeOf[parent[row]];
  }
  return { ...numbered, edges: renamed(edges, nodeOf) };
}

function renamed({ from, to }: EdgeColumns, nodeOf: Int32Array): EdgeColumns {
  const edges = { from: new Uint32Array(from.length), to: new Uint32Array(to.length) };
  for (let edge = 0; edge < from.length; edge++) {
    edges.from[edge] = nodeOf[from[edge]];
    edges.to[edge] = nodeOf[to[edge]];
  }
  return edges;
}
