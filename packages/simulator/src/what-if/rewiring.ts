import type { RunView } from '@faultline/core';
import type { EventGraph } from '@faultline/graph';
import type { AddedEdge } from './edit-plan.ts';
import { itemChains } from './item-chains.ts';
import type { Rewired } from './rewired-graph.ts';

/** Who waits for whom in a run, while it changes: what `rewiredGraph` makes a graph of. */
export class Rewiring implements Rewired {
  readonly #run: RunView;
  readonly #graph: EventGraph;
  readonly rows = new Map<number, readonly number[]>();
  readonly newNodes: number[] = [];

  constructor(run: RunView, graph: EventGraph) {
    this.#run = run;
    this.#graph = graph;
  }

  /** Gives back those of the steps that nothing of the dependant waited for. */
  drop(steps: ReadonlySet<string>, dependant: string): ReadonlySet<string> {
    const { numbers } = this.#graph;
    const lost = new Set(steps);
    const chain = new Map<number, number>();
    for (const execution of this.#run.executionsOf(dependant)) {
      const node = this.#run.nodeOf(execution);
      const start = numbers.start[node];
      const row: number[] = [];
      let isChanged = false;
      const before = this.#rowOf(start);
      for (const [at, target] of before.entries()) {
        // What is implied stands last.
        const left =
          at === before.length - 1 && target === this.#impliedBefore(node)
            ? [this.#endedBefore(numbers.lastEndedBefore[node], node, steps, chain, lost)]
            : this.#leftOf(target, node, steps, lost);
        isChanged ||= left.length !== 1 || left[0] !== target;
        for (const one of left) row.push(one);
      }
      if (isChanged) this.rows.set(start, [...new Set(row)]);
    }
    return lost;
  }

  /** As a declared dependency does: from the last attempts to the first, item by item where both have the same ones. */
  add({ from, to }: AddedEdge): boolean {
    const { numbers } = this.#graph;
    const sources = new Map(itemChains(this.#run, from).map(({ key, executions }) => [key, executions.at(-1)!]));
    const targets = itemChains(this.#run, to).map(({ key, executions }) => ({ key, first: executions[0] }));
    if (sources.size === 0 || targets.length === 0) return false;
    const isPaired = sources.size > 1 && targets.every(({ key }) => sources.has(key));
    const ends = [...sources.values()].map((execution) => numbers.end[this.#run.nodeOf(execution)]);
    const all = isPaired ? -1 : this.#maximum(ends, this.#run.nodeOf(targets[0].first));
    for (const { key, first } of targets) {
      const start = numbers.start[this.#run.nodeOf(first)];
      // Paired: every key is one of the sources.
      const source = isPaired ? numbers.end[this.#run.nodeOf(sources.get(key)!)] : all;
      this.rows.set(start, [...this.#rowOf(start), source]);
    }
    return true;
  }

  #rowOf(event: number): readonly number[] {
    const { offsets, targets } = this.#graph.predecessors;
    return this.rows.get(event) ?? Array.from(targets.subarray(offsets[event], offsets[event + 1]));
  }

  /** The event by which all siblings had ended that are implied to be waited for; -1 if order implies nothing. */
  #impliedBefore(node: number): number {
    const { allEnded, lastEndedBefore } = this.#graph.numbers;
    return lastEndedBefore[node] < 0 ? -1 : allEnded[lastEndedBefore[node]];
  }

  /** What is left of one recorded predecessor, or of the join it stands for. */
  #leftOf(target: number, node: number, steps: ReadonlySet<string>, lost: Set<string>): readonly number[] {
    const { numbers, nodeOf } = this.#graph;
    const from = nodeOf[target];
    // The start of the sibling is waited for as well: that is left.
    if (numbers.followed[node] === from && target === numbers.nearlyEnded[node])
      return this.#isDropped(from, node, steps, lost) ? [] : [target];
    if (target !== numbers.end[from]) return [target];
    if (from < this.#run.executionCount)
      return this.#isDropped(from, node, steps, lost) ? this.#started(from, node) : [target];
    const members = this.#rowOf(numbers.start[from]);
    const left = members.flatMap((member) => this.#leftOf(member, node, steps, lost));
    return left.length === members.length && left.every((event, at) => event === members[at])
      ? [target]
      : left.length === 0
        ? []
        : [this.#maximum(left, node)];
  }

  #isDropped(from: number, node: number, steps: ReadonlySet<string>, lost: Set<string>): boolean {
    const { executions } = this.#run;
    const { stepId, item } = executions[from];
    if (!steps.has(stepId)) return false;
    // Attempts at one item follow each other whatever else is independent.
    if (stepId === executions[node].stepId && item === executions[node].item) return false;
    lost.delete(stepId);
    return true;
  }

  /** On a level without a plan siblings are still started in order. */
  #started(from: number, node: number): readonly number[] {
    const { parent } = this.#graph.nested;
    const isOrdered = parent[from] === parent[node] && this.#run.isPlanned[this.#run.parent[node] + 1] === 0;
    return isOrdered ? [this.#graph.numbers.start[from]] : [];
  }

  /** The running maximum over a sibling and those that ended before it, with starts in place of ends for what was dropped. */
  #endedBefore(
    last: number,
    node: number,
    steps: ReadonlySet<string>,
    chain: Map<number, number>,
    lost: Set<string>,
  ): number {
    const { start, end, allEnded, previousToEnd } = this.#graph.numbers;
    const siblings: number[] = [];
    let sibling = last;
    for (; sibling >= 0 && !chain.has(sibling); sibling = previousToEnd[sibling]) siblings.push(sibling);
    let before = chain.get(sibling);
    for (const next of siblings.toReversed()) {
      const previous = previousToEnd[next];
      const isSame = previous < 0 || before === allEnded[previous];
      const isDropped = steps.has(this.#run.executions[next].stepId);
      if (isDropped) lost.delete(this.#run.executions[next].stepId);
      const own = isDropped ? start[next] : end[next];
      if (isSame && !isDropped) before = allEnded[next];
      else before = before === undefined ? own : this.#maximum([own, before], node);
      chain.set(next, before);
    }
    // There is at least one sibling: this is asked only where order implies something.
    return before!;
  }

  #maximum(events: readonly number[], node: number): number {
    if (events.length === 1) return events[0];
    const event = this.#graph.numbers.count + this.newNodes.length;
    this.newNodes.push(node);
    this.rows.set(event, events);
    return event;
  }
}
