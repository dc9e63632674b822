import { BOUND_BY, scheduleGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import type { TimedDag } from './timed-dag.ts';

/** What every execution waited for before it started. Columns by node. */
export interface Waits {
  /** The execution that ended last of all it needed. -1: it could start with its parent. */
  readonly blocker: Int32Array;
  /** When nothing recorded or implied held it up any longer. Its delay is what passed from then to its start. */
  readonly readyNs: Float64Array;
  /** 1: that it waited for the blocker is implied from the order of siblings, 0: recorded. */
  readonly isImplied: Uint8Array;
}

/** Who held up whom at the start, as the schedule sees it. Joins are looked through. O(V). */
export const waits = fact((dag: TimedDag): Waits => {
  const graph = scheduleGraph(dag);
  const { start } = graph.numbers;
  const blocker = new Int32Array(dag.size).fill(-1);
  const readyNs = new Float64Array(dag.size);
  const isImplied = new Uint8Array(dag.size);
  for (let node = 0; node < dag.size; node++) {
    const event = start[node];
    readyNs[node] = graph.observedNs[event] - graph.weightNs[event];
    isImplied[node] = graph.boundBy[event] === BOUND_BY.implied ? 1 : 0;
    let waitedFor = blockingNode(node);
    while (waitedFor >= dag.executionCount) waitedFor = blockingNode(waitedFor);
    blocker[node] = waitedFor;
  }
  return { blocker, readyNs, isImplied };

  function blockingNode(node: number): number {
    const isHeldUp =
      graph.boundBy[start[node]] === BOUND_BY.recorded || graph.boundBy[start[node]] === BOUND_BY.implied;
    return isHeldUp ? graph.nodeOf[graph.blocker[start[node]]] : -1;
  }
});
