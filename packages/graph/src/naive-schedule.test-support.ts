import type { TimedDag } from './timed-dag.ts';

/** An event of the oracle. */
export interface NaiveEvent {
  readonly name: string;
  readonly node: number;
  readonly isStart: boolean;
  readonly atNs: number;
  weightNs: number;
  before: NaiveEvent[];
}

/** The schedule by the letter of its definition: all pairs of siblings, no order, no tricks. */
export class NaiveSchedule {
  readonly dag: TimedDag;
  readonly start: number[] = [];
  readonly end: number[] = [];
  readonly isBlocking: boolean[] = [];
  readonly events: NaiveEvent[] = [];
  readonly dropped: string[] = [];
  private readonly recordedBefore: number[][] = [];
  private readonly impliedBefore: number[][] = [];

  constructor(dag: TimedDag) {
    this.dag = dag;
    const depths = Array.from({ length: dag.size }, (_, node) => this.ancestorsOf(node).length);
    for (const node of [...depths.keys()].toSorted((a, b) => depths[a] - depths[b])) this.nest(node);
    const names = [-1, ...depths.keys()];
    for (const node of names) {
      this.events.push({ name: `S${node}`, node, isStart: true, atNs: this.s(node), weightNs: 0, before: [] });
      this.events.push({ name: `E${node}`, node, isStart: false, atNs: this.e(node), weightNs: 0, before: [] });
    }
    let edges = this.judged();
    for (;;) {
      this.connect(edges);
      const onCycle = edges.filter(([from, to]) => this.waitsFor(this.E(from), this.S(to)));
      if (onCycle.length === 0) break;
      this.dropped.push(...onCycle.map(([from, to]) => `${from}>${to} dependency-cycle`));
      edges = edges.filter((edge) => !onCycle.includes(edge));
    }
    for (const event of this.events) {
      event.weightNs =
        event.atNs - (event.before.length === 0 ? dag.fromNs : Math.max(...event.before.map((e) => e.atNs)));
    }
  }

  s = (node: number): number => (node < 0 ? this.dag.fromNs : this.start[node]);
  e = (node: number): number => (node < 0 ? this.dag.untilNs : this.end[node]);
  S = (node: number): NaiveEvent => this.events[2 * (node + 1)];
  E = (node: number): NaiveEvent => this.events[2 * (node + 1) + 1];

  /** Times of all events if each weighs what the given function says. */
  times(weightOf: (event: NaiveEvent) => number = (event) => event.weightNs): Map<string, number> {
    const times = new Map<string, number>();
    let rest = this.events;
    while (rest.length > 0) {
      for (const event of rest) {
        const before = event.before.map(({ name }) => times.get(name));
        if (before.includes(undefined)) continue;
        const ready = before.length === 0 ? this.dag.fromNs : Math.max(...before.map(Number));
        times.set(event.name, ready + weightOf(event));
      }
      rest = rest.filter(({ name }) => !times.has(name));
    }
    return times;
  }

  /** Whom it waited for, by the rules for ties; -1: its parent, or nothing. */
  blockerOf(node: number): number {
    const readyNs = this.S(node).atNs - this.S(node).weightNs;
    const isInstant = (other: number): number => Number(this.s(other) === this.e(other));
    const best = (candidates: readonly number[]): number | undefined =>
      candidates
        .filter((other) => this.e(other) === readyNs)
        .toSorted((a, b) => isInstant(b) - isInstant(a) || this.s(a) - this.s(b) || a - b)[0];
    return best(this.recordedBefore[node]) ?? best(this.impliedBefore[node]) ?? -1;
  }

  private ancestorsOf(node: number): number[] {
    const found: number[] = [];
    for (let at = this.dag.parent[node]; at >= 0; at = this.dag.parent[at]) found.push(at);
    return found;
  }

  private nest(node: number): void {
    const { dag } = this;
    const parent = dag.parent[node];
    const isJoin = node >= dag.executionCount;
    const s = dag.startNs[node];
    const e = isJoin ? s : Math.max(s, dag.endNs[node]);
    const isApart =
      s > this.e(parent) || e < this.s(parent) || (e > s && (s === this.e(parent) || e === this.s(parent)));
    this.isBlocking[node] = !isJoin && dag.isAsync[node] === 0 && !isApart;
    this.start[node] = this.isBlocking[node] ? Math.max(s, this.s(parent)) : s;
    this.end[node] = this.isBlocking[node] ? Math.min(e, this.e(parent)) : e;
  }

  private judged(): (readonly [number, number])[] {
    const kept: (readonly [number, number])[] = [];
    this.dag.edges.from.forEach((from, edge) => {
      const to = this.dag.edges.to[edge];
      if (from === to) this.dropped.push(`${from}>${to} self`);
      else if (this.ancestorsOf(from).includes(to) || this.ancestorsOf(to).includes(from)) {
        this.dropped.push(`${from}>${to} nesting`);
      } else if (this.e(from) <= this.s(to)) kept.push([from, to]);
      else this.dropped.push(`${from}>${to} ${this.s(to) <= this.s(from) ? 'reversed' : 'overlap'}`);
    });
    return kept;
  }

  private connect(edges: readonly (readonly [number, number])[]): void {
    const { dag } = this;
    const nodes = [...this.start.keys()];
    const isInstant = (node: number): boolean => this.s(node) === this.e(node);
    for (const node of nodes) {
      const parent = dag.parent[node];
      const recorded = edges.filter(([, to]) => to === node).map(([from]) => from);
      const mayImply =
        node < dag.executionCount &&
        dag.isPlanned[parent + 1] === 0 &&
        !recorded.some((from) => dag.parent[from] === parent) &&
        (this.isBlocking[node] || this.s(node) <= this.e(parent));
      const implied = nodes.filter(
        (other) =>
          mayImply &&
          other !== node &&
          dag.parent[other] === parent &&
          this.isBlocking[other] &&
          this.e(other) <= this.s(node) &&
          !(isInstant(other) && isInstant(node) && this.s(other) === this.s(node)),
      );
      this.recordedBefore[node] = recorded;
      this.impliedBefore[node] = implied;
      const fromParent = this.isBlocking[node] || this.s(node) >= this.s(parent) ? [this.S(parent)] : [];
      this.S(node).before = [...[...recorded, ...implied].map(this.E), ...fromParent];
    }
    for (const node of [-1, ...nodes]) {
      const children = nodes.filter((child) => dag.parent[child] === node && this.isBlocking[child]);
      this.E(node).before = children.length > 0 ? children.map(this.E) : [this.S(node)];
    }
  }

  private waitsFor(later: NaiveEvent, earlier: NaiveEvent): boolean {
    const seen = new Set([later]);
    for (const event of seen) for (const before of event.before) seen.add(before);
    return seen.has(earlier);
  }
}
