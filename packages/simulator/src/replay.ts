import {
  eventGraph,
  fact,
  reversed,
  retime,
  type EventGraph,
  type Retimed,
  type TimedDag,
  type Weights,
} from '@faultline/graph';
import { MinHeap } from './min-heap.ts';
import { assertPool, type Pool, type PoolPolicy } from './pool.ts';
import { WaitingLine } from './waiting-line.ts';

/** How those are served that wait for a pool. */
export interface ReplayOptions {
  /** Default: `fifo`. */
  readonly policy?: PoolPolicy;
  /** By node: the smaller the sooner, then the smaller node. Default: who was ready first, then the smaller node. */
  readonly rank?: Float64Array;
  /** Who waits for whom. Default: the event graph of the run. */
  readonly graph?: EventGraph;
}

/** When everything would have happened. `Infinity`: never. */
export interface Replayed extends Retimed {
  /** By node: how long it was ready and waited for pools. */
  readonly poolWaitNs: Float64Array;
  /** Nodes that never start: they, or one they wait for, ask for more than there is or than those who wait hold back. */
  readonly stalled: Uint32Array;
}

/**
 * Times under other weights and limited resources: `retime`, but a start also waits until every pool has what the
 * execution asks for; its end gives it back. With pools large enough the times are those of `retime`, exactly.
 *
 *     a |====|           one worker     a |====|
 *     b |==|             ----------->   b      |==|        two ready at once: the smaller node first
 *
 * What is given back at an instant is there for those that ask at that instant. One that has children holds what it asks
 * for while they run: demand nothing for it unless it really keeps it.
 *
 * More capacity, shorter steps or fewer edges can make the whole take longer, because they change who comes first
 * (R. L. Graham, "Bounds on multiprocessing timing anomalies", SIAM Journal on Applied Mathematics 17, 1969). Without
 * edges, with one pool that everyone takes one of, served in order of readiness, they cannot.
 *
 * O((V + E) log V) for few pools that all are served `fifo`; + V * D for `first-fit` with D different demands.
 */
export function replay(
  dag: TimedDag,
  weights: Weights,
  pools: readonly Pool[],
  { policy = 'fifo', rank, graph = eventGraph(dag) }: ReplayOptions = {},
): Replayed {
  for (const pool of pools) assertPool(pool, dag.size);
  const limited = pools.filter(({ capacity }) => capacity < Infinity);
  if (limited.length === 0 && graph === eventGraph(dag)) {
    return { ...retime(dag, weights), poolWaitNs: new Float64Array(dag.size), stalled: new Uint32Array(0) };
  }
  return new Replay(dag, graph, weights, new WaitingLine(limited, dag.size, policy, (node) => node), rank).result();
}

/** The same by event of the graph instead of by node. */
export function replayedEvents(
  dag: TimedDag,
  weights: Weights,
  pools: readonly Pool[],
  { policy = 'fifo', rank, graph = eventGraph(dag) }: ReplayOptions = {},
): Float64Array {
  for (const pool of pools) assertPool(pool, dag.size);
  return new Replay(dag, graph, weights, new WaitingLine(pools, dag.size, policy, (node) => node), rank).eventTimes();
}

/** The events that wait for each event: the same for all replays of a run. */
const successorsOf = fact((graph: EventGraph) => reversed(graph.predecessors));

class Replay {
  readonly #dag: TimedDag;
  readonly #graph: EventGraph;
  readonly #weights: Weights;
  readonly #line: WaitingLine;
  readonly #rank: Float64Array | undefined;
  readonly #timeNs: Float64Array;
  readonly #poolWaitNs: Float64Array;
  /** By event: how many it still waits for, and the latest that has happened. */
  readonly #waitsFor: Uint32Array;
  readonly #readyNs: Float64Array;
  readonly #coming = new MinHeap(1024);
  /** Events of this very instant. */
  readonly #due: number[] = [];
  #nowNs = -Infinity;

  constructor(dag: TimedDag, graph: EventGraph, weights: Weights, line: WaitingLine, rank: Float64Array | undefined) {
    this.#dag = dag;
    this.#graph = graph;
    this.#weights = weights;
    this.#line = line;
    this.#rank = rank;
    const { count } = this.#graph.numbers;
    const { offsets } = this.#graph.predecessors;
    this.#timeNs = new Float64Array(count).fill(Infinity);
    this.#poolWaitNs = new Float64Array(dag.size);
    this.#readyNs = new Float64Array(count).fill(-Infinity);
    this.#waitsFor = new Uint32Array(count);
    for (let event = 0; event < count; event++) this.#waitsFor[event] = offsets[event + 1] - offsets[event];
  }

  eventTimes(): Float64Array {
    this.#playAll();
    return this.#timeNs;
  }

  result(): Replayed {
    this.#playAll();
    const { size, startNs: observedStartNs, endNs: observedEndNs } = this.#dag;
    const { numbers, observedNs } = this.#graph;
    const startNs = new Float64Array(size);
    const endNs = new Float64Array(size);
    const stalled: number[] = [];
    for (let node = 0; node < size; node++) {
      const [start, end] = [numbers.start[node], numbers.end[node]];
      // What lies outside of the parent keeps its length.
      startNs[node] = this.#timeNs[start] + (observedStartNs[node] - observedNs[start]);
      endNs[node] = this.#timeNs[end] + (Math.max(observedEndNs[node], observedStartNs[node]) - observedNs[end]);
      if (this.#timeNs[start] === Infinity) stalled.push(node);
    }
    return {
      startNs,
      endNs,
      untilNs: this.#timeNs[numbers.end[size]],
      poolWaitNs: this.#poolWaitNs,
      stalled: Uint32Array.from(stalled),
    };
  }

  #playAll(): void {
    const { count } = this.#graph.numbers;
    for (let event = 0; event < count; event++) {
      if (this.#waitsFor[event] === 0) this.#schedule(event, this.#dag.fromNs);
    }
    while (this.#coming.size > 0) {
      this.#nowNs = this.#coming.key;
      while (this.#coming.key === this.#nowNs) this.#due.push(this.#coming.pop());
      do this.#playDue();
      while (this.#admitWaiting());
    }
  }

  /** An event whose predecessors have happened comes its weight later. */
  #schedule(event: number, readyNs: number): void {
    const { numbers, nodeOf } = this.#graph;
    const node = nodeOf[event];
    let weightNs = 0;
    if (event === numbers.end[node]) weightNs = this.#weights.workNs[node];
    else if (event === numbers.start[node]) weightNs = this.#weights.delayNs[node];
    const atNs = readyNs + weightNs;
    this.#readyNs[event] = atNs;
    if (atNs === this.#nowNs) this.#due.push(event);
    else this.#coming.push(atNs, event);
  }

  #playDue(): void {
    const { numbers, nodeOf } = this.#graph;
    const run = this.#dag.size;
    for (let event = this.#due.pop(); event !== undefined; event = this.#due.pop()) {
      const node = nodeOf[event];
      const asks = node !== run && this.#line.asks(node);
      if (asks && event === numbers.start[node]) {
        this.#line.join(node, this.#rank === undefined ? this.#nowNs : this.#rank[node]);
        continue;
      }
      if (asks && event === numbers.end[node]) this.#line.release(node);
      this.#happen(event);
    }
  }

  #happen(event: number): void {
    const { offsets, targets } = successorsOf(this.#graph);
    this.#timeNs[event] = this.#nowNs;
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      const next = targets[edge];
      if (--this.#waitsFor[next] === 0) this.#schedule(next, this.#nowNs);
    }
  }

  /** Starts those whose turn it is. What they start, or end at this instant, may be asked for again: `true`. */
  #admitWaiting(): boolean {
    const { numbers } = this.#graph;
    for (let node = this.#line.admit(); node >= 0; node = this.#line.admit()) {
      const start = numbers.start[node];
      this.#poolWaitNs[node] = this.#nowNs - this.#readyNs[start];
      this.#happen(start);
    }
    return this.#due.length > 0;
  }
}
