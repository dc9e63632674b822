import { quoted, type RunView } from '@faultline/core';
import { failureCauses, failureTypeOf } from '@faultline/facts';
import { fact, rowsOf, topologicalOrder, waits, type Rows } from '@faultline/graph';

/**
 * Who can have spoiled whom in a run. Every execution v is two events: what it was given (2v) and what came of it
 * (2v + 1). An edge says how likely trouble at one event is trouble at the next.
 *
 *     fetch ──> parse          given(fetch) > came(fetch) > given(parse) > came(parse)
 *      └ call (child)          given(fetch) > given(call) > came(call) > came(fetch)
 */
export interface Influence {
  readonly executionCount: number;
  /** What executions share, by node: resources that they ask for and clocks that they were recorded with. */
  readonly shared: ReadonlyMap<number, Shared>;
  /** The node of whatever no trace shows: who cancels a run, and services that only an error speaks of. */
  readonly outside: number;
  /** By event. */
  readonly successors: Rows;
  /** Likelihood that trouble is passed on, row by row as `successors.targets`. */
  readonly passesOn: Float64Array;
  /** Every event after those that can have spoiled it. Events on a cycle (contradictory edges) are left out. */
  readonly order: Uint32Array;
  /** By event: its place in `order`. Those left out have none: as many as there are events. */
  readonly place: Uint32Array;
}

/** What several executions share, so that trouble with it shows at all of them. */
export interface Shared {
  /** `clocks`: the two clocks of a run, of which nothing tells the one that is off. */
  readonly kind: 'resource' | 'clock' | 'clocks';
  /** Of two clocks both, quoted: `"a" and "b"`. */
  readonly name: string;
  /** Executions that ask for it, or were recorded with it. */
  readonly users: readonly number[];
}

/** The event of what an execution was given. */
export const givenOf = (node: number): number => 2 * node;
/** The event of what came of it. */
export const cameOf = (node: number): number => 2 * node + 1;

/**
 * How likely trouble is passed on, before anything was learned. Guesses, and named here for that: what decides in the
 * end is the evidence at the executions themselves.
 */
export const priorTransmission = {
  /** An execution that was given something bad brings forth something bad. */
  through: 0.9,
  /** A recorded need. */
  need: 0.8,
  /** What only ran earlier than its sibling, where nothing better is recorded. */
  implied: 0.5,
  /** A caller spoils what it calls: wrong arguments. */
  toCallee: 0.3,
  /** A callee spoils its caller. */
  toCaller: 0.8,
  /** A callee that failed, to a caller that failed of something else. */
  toOtherwiseFailed: 0.1,
  /** Whoever cancels from outside cancels all. */
  fromOutside: 0.9,
  /** The reason for which an attempt failed is there at the next one, which is given the same. */
  toNextAttempt: 0.9,
} as const;

/** The influence graph of a run. O(V + E). */
export const influence = fact((run: RunView): Influence => {
  const from: number[] = [];
  const to: number[] = [];
  const chances: number[] = [];
  const connect = (cause: number, effect: number, chance: number): void => {
    from.push(cause);
    to.push(effect);
    chances.push(chance);
  };
  const { blocker, isImplied } = waits(run);
  const { cause, confidence } = failureCauses(run);
  const shared = sharedBy(run);
  const outside = run.size + shared.length;
  for (let node = 0; node < run.executionCount; node++) {
    const parent = run.parent[node]!;
    const canceller = cancellerOf(run, node);
    // What it was given does not cancel an execution.
    if (canceller === undefined) connect(givenOf(node), cameOf(node), priorTransmission.through);
    else if (canceller >= 0) connect(cameOf(canceller), cameOf(node), confidence[node]!);
    if (canceller === -1 || (cause[node]! < 0 && typeOf(run, node) === 'dependency_failure'))
      connect(cameOf(outside), cameOf(node), priorTransmission.fromOutside);
    if (parent >= 0) {
      connect(givenOf(parent), givenOf(node), priorTransmission.toCallee);
      if (canceller !== parent) connect(cameOf(node), cameOf(parent), toCallerOf(run, node, parent));
    }
    if (isImplied[node] === 1 && blocker[node]! >= 0)
      connect(cameOf(blocker[node]!), givenOf(node), priorTransmission.implied);
  }
  const { edges, dependencies } = run;
  // Rows of joins follow those of the dependencies: their nodes are virtual, and pass on what they are given.
  for (let row = 0; row < edges.from.length; row++) {
    const isRetry = dependencies[row]?.kind === 'retry';
    const chance = isRetry ? priorTransmission.toNextAttempt : priorTransmission.need;
    connect(cameOf(edges.from[row]!), givenOf(edges.to[row]!), chance);
  }
  for (let join = run.executionCount; join < run.size; join++) connect(givenOf(join), cameOf(join), 1);
  const rows = weightedRows(2 * (outside + 1), from, to, chances);
  return {
    executionCount: run.executionCount,
    shared: new Map(shared.map((one, at) => [run.size + at, one])),
    outside,
    ...rows,
    ...placed(topologicalOrder(rows.successors).order, rows.successors.offsets.length - 1),
  };
});

/**
 * Because of whose failure a cancelled execution was cancelled. -1: no failure in the run explains it. `undefined`: it was not
 * cancelled, or held up its caller until that gave up, which is its own doing.
 */
function cancellerOf(run: RunView, node: number): number | undefined {
  if (typeOf(run, node) !== 'cancelled') return undefined;
  const { cause } = failureCauses(run);
  const parent = run.parent[node]!;
  return parent >= 0 && cause[parent] === node ? undefined : cause[node]!;
}

const typeOf = (run: RunView, node: number): string | undefined => failureTypeOf(run.executions[node]!)?.type;

/** How likely trouble of a call is trouble of its caller. Where both failed, by what their failures say of each other. */
function toCallerOf(run: RunView, node: number, parent: number): number {
  const { hasFailed, cause, confidence, root } = failureCauses(run);
  if (cause[parent] === node) return confidence[parent]!;
  const isOtherFailure = hasFailed[node] === 1 && hasFailed[parent] === 1 && root[node] !== root[parent];
  return isOtherFailure ? priorTransmission.toOtherwiseFailed : priorTransmission.toCaller;
}

function placed(order: Uint32Array, events: number): Pick<Influence, 'order' | 'place'> {
  const place = new Uint32Array(events).fill(events);
  for (let at = 0; at < order.length; at++) place[order[at]!] = at;
  return { order, place };
}

/** What at least two executions share, in order of name. */
function sharedBy(run: RunView): Shared[] {
  const names = clockNames(run);
  const pair = names.length === 2 ? names.map(clockText).join(' and ') : undefined;
  const resources = new Map<string, number[]>();
  const clocks = new Map<string, number[]>();
  for (const [node, execution] of run.executions.entries()) {
    for (const name of Object.keys(run.stepOf(execution)?.resources ?? {})) use(resources, name, node);
    if (pair !== undefined) use(clocks, pair, node);
    else if (execution.clock !== undefined) use(clocks, execution.clock, node);
  }
  const shared = (kind: Shared['kind'], byName: ReadonlyMap<string, readonly number[]>): Shared[] =>
    [...byName]
      .filter(([, users]) => users.length > 1)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, users]) => ({ kind, name, users }));
  return [...shared(pair === undefined ? 'clock' : 'clocks', clocks), ...shared('resource', resources)];
}

function use(users: Map<string, number[]>, name: string, node: number): void {
  const known = users.get(name);
  if (known === undefined) users.set(name, [node]);
  else known.push(node);
}

/** The clocks of a run, in order of name; `undefined`: that of roots that name none. What else names none has its caller's. O(V). */
export const clockNames = fact(({ executions, parent }: RunView): readonly (string | undefined)[] => {
  const named = executions.filter(({ clock }, node) => clock !== undefined || parent[node]! < 0);
  const names = new Set(named.map(({ clock }) => clock));
  const isUnnamed = names.delete(undefined);
  return [...[...names].toSorted(inTextOrder), ...(isUnnamed ? [undefined] : [])];
});

const inTextOrder = (a = '', b = ''): number => (a < b ? -1 : 1);

const clockText = (clock: string | undefined): string =>
  clock === undefined ? 'one that is not named' : quoted(clock);

/** Rows keep the order of their edges, so that the chances can be sorted alike. */
function weightedRows(
  events: number,
  from: readonly number[],
  to: readonly number[],
  chances: readonly number[],
): Pick<Influence, 'successors' | 'passesOn'> {
  const successors = rowsOf(events, { from: new Uint32Array(from), to: new Uint32Array(to) });
  const passesOn = new Float64Array(chances.length);
  const next = successors.offsets.slice(0, events);
  for (const [edge, event] of from.entries()) passesOn[next[event]!++] = chances[edge]!;
  return { successors, passesOn };
}
