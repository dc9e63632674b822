import { quoted, type RunView } from '@faultline/core';
import { failureTypeOf } from '@faultline/facts';
import { criticalPath } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';

/** Where an execution of a run ran: its service, its host, its agent. */
export type PlaceOf = (execution: StepExecution, run: RunView) => string;

/** What one run shows of places, and of the ways between them. */
export interface Sightings {
  readonly steps: readonly StepSighting[];
  readonly calls: readonly CallSighting[];
  /** Place `to` needed the outcome of place `from`, without calling it. */
  readonly needs: readonly { readonly from: string; readonly to: string }[];
}

/** All executions of a step that were called by the same step of their place, or from elsewhere. */
interface StepSighting {
  readonly place: string;
  readonly name: string;
  readonly executions: number;
  /** Of each execution on the critical path: what it worked there itself. */
  readonly ownMs: readonly number[];
  /** How many executions called a step, or failed in a way. */
  readonly events: ReadonlyMap<string, number>;
}

/** All calls of one kind between two places. */
interface CallSighting {
  readonly from: string;
  readonly to: string;
  readonly name: string;
  /** Of each call on the critical path: what the callee does not account for. Empty where it cannot be told apart. */
  readonly betweenMs: readonly number[];
}

/**
 * Reads one run. An execution that was called within its place, and does nothing but call one execution at another place, is
 * the way there: its own time is spent by neither place. Time is counted where it lies on the critical path, so that all times of a run add up to its
 * duration.
 *
 *     order   |==================|       order: buy, own time 4, "called > POST pay"
 *     POST      |============|           the way from order to pay: 12 - 8
 *     pay         |========|             pay: own time 8
 *
 * O(V + E).
 */
export function sightingsIn(run: RunView, placeOf: PlaceOf): Sightings {
  const placeNames = run.executions.map((execution) => placeOf(execution, run));
  const ownMs = ownMsOnPath(run);
  const callees = calleesIn(run, placeNames);
  const steps = new Map<string, StepSighting & { executions: number; ownMs: number[]; events: Map<string, number> }>();
  const calls = new Map<string, CallSighting & { betweenMs: number[] }>();
  const eventsOf = eventsIn(run, callees);
  for (const [node, { stepId }] of run.executions.entries()) {
    const parent = run.parent[node]!;
    const callee = callees[node];
    const place = placeNames[node]!;
    if (callee !== undefined) {
      const name = wayOf(run, node, callee);
      const to = placeNames[callee]!;
      const call = entryOf(calls, JSON.stringify([place, to, name]), () => ({ from: place, to, name, betweenMs: [] }));
      if (ownMs[node] !== undefined) call.betweenMs.push(ownMs[node]);
      continue;
    }
    const isWithin = parent >= 0 && placeNames[parent] === place;
    if (parent >= 0 && !isWithin && callees[parent] === undefined) {
      const from = placeNames[parent]!;
      entryOf(calls, JSON.stringify([from, place]), () => ({ from, to: place, name: '', betweenMs: [] }));
    }
    const name = isWithin ? `${run.executions[parent]!.stepId} > ${stepId}` : stepId;
    const step = entryOf(steps, JSON.stringify([place, name]), () => ({
      place,
      name,
      executions: 0,
      ownMs: [],
      events: new Map(),
    }));
    step.executions++;
    if (ownMs[node] !== undefined) step.ownMs.push(ownMs[node]);
    for (const event of eventsOf[node]!) step.events.set(event, (step.events.get(event) ?? 0) + 1);
  }
  return { steps: [...steps.values()], calls: [...calls.values()], needs: needsIn(run, placeNames) };
}

/** By node: its own time on the critical path. `undefined`: it is not on it. */
function ownMsOnPath(run: RunView): (number | undefined)[] {
  const { node, fromNs, toNs, isOnPath } = criticalPath(run);
  const ownNs = new Float64Array(run.executionCount);
  for (let at = 0; at < node.length; at++) if (node[at]! >= 0) ownNs[node[at]!]! += toNs[at]! - fromNs[at]!;
  return run.executions.map((_, at) => (isOnPath[at] === 1 ? ownNs[at]! / NS_PER_MS : undefined));
}

/** By node: where it is the way to another place, the execution that it leads to. */
function calleesIn(run: RunView, placeNames: readonly string[]): (number | undefined)[] {
  const callees = run.executions.map((): number | undefined => undefined);
  const counts = new Uint32Array(run.executionCount);
  for (let node = 0; node < run.executionCount; node++) {
    const parent = run.parent[node]!;
    if (parent < 0 || run.endNs[node]! <= run.startNs[node]!) continue;
    const isAlone = ++counts[parent]! === 1;
    const caller = placeNames[run.parent[parent]!];
    const leadsAway = placeNames[parent] === caller && placeNames[parent] !== placeNames[node];
    callees[parent] = isAlone && leadsAway ? node : undefined;
  }
  return callees;
}

/** By node: what it called, and how it failed, as what is said of a step. */
function eventsIn(run: RunView, callees: readonly (number | undefined)[]): Set<string>[] {
  const events = run.executions.map(() => new Set<string>());
  for (const [node, execution] of run.executions.entries()) {
    const { stepId, status } = execution;
    const parent = run.parent[node]!;
    const callee = callees[node];
    const name = callee === undefined ? stepId : wayOf(run, node, callee);
    if (parent >= 0) events[parent]!.add(`called ${quoted(name)}`);
    if (status !== 'failed') continue;
    const failure = `failed (${failureTypeOf(execution)?.type ?? 'unknown_error'})`;
    // A way is no step of its own.
    if (callee === undefined) events[node]!.add(failure);
    else events[parent]!.add(`called ${quoted(name)}, which ${failure}`);
  }
  return events;
}

const wayOf = ({ executions }: RunView, node: number, callee: number): string =>
  `${executions[node]!.stepId} > ${executions[callee]!.stepId}`;

function needsIn({ edges }: RunView, placeNames: readonly string[]): { from: string; to: string }[] {
  const needs: { from: string; to: string }[] = [];
  for (const [row, node] of edges.from.entries()) {
    const from = placeNames[node];
    const to = placeNames[edges.to[row]!];
    // Joins have no place.
    if (from !== undefined && to !== undefined && from !== to) needs.push({ from, to });
  }
  return needs;
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

const NS_PER_MS = 1e6;
