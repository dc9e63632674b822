import type { RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { sightingsIn } from './sightings-in.ts';

/** What was seen in many runs. */
export interface Window {
  readonly places: ReadonlyMap<string, PlaceInWindow>;
  /** By caller, then callee. */
  readonly links: ReadonlyMap<string, ReadonlyMap<string, LinkInWindow>>;
  /** The durations of the runs. */
  readonly runMs: readonly number[];
}

/** What was seen at one place. */
export interface PlaceInWindow {
  /** Its steps, by name. */
  readonly steps: ReadonlyMap<string, StepInWindow>;
  /** Places whose outcome it needed without calling them. */
  readonly needed: ReadonlySet<string>;
}

/** What was seen of one step. */
export interface StepInWindow {
  /** Its own time on the critical path, by run that had any, in order of time: the mean of its executions. */
  readonly ownMs: readonly number[];
  /** How many runs had it. */
  readonly runs: number;
  /** In how many runs at least half of its executions called a step, or failed in a way: by name. */
  readonly events: ReadonlyMap<string, number>;
}

/** What was seen between a caller and a place that it called. */
export interface LinkInWindow {
  /** Times of calls that the callee does not account for, by calling and called step: means of runs. */
  readonly betweenMs: ReadonlyMap<string, readonly number[]>;
}

interface GrowingStep extends StepInWindow {
  readonly ownMs: number[];
  runs: number;
  readonly events: Map<string, number>;
}
interface GrowingPlace extends PlaceInWindow {
  readonly steps: Map<string, GrowingStep>;
  readonly needed: Set<string>;
}
interface GrowingLink extends LinkInWindow {
  readonly betweenMs: Map<string, number[]>;
}

/** Reads runs, in order of time. What happens several times in a run counts once: it is not independent. O(V + E). */
export function windowOf(runs: readonly RunView[], placeOf: (execution: StepExecution) => string): Window {
  const places = new Map<string, GrowingPlace>();
  const links = new Map<string, Map<string, GrowingLink>>();
  const placeAt = (name: string): GrowingPlace =>
    entryOf(places, name, () => ({ steps: new Map(), needed: new Set() }));
  for (const run of runs) {
    const { steps, calls, needs } = sightingsIn(run, placeOf);
    for (const { place, name, executions, ownMs, events } of steps) {
      const step = entryOf(placeAt(place).steps, name, () => ({ ownMs: [], runs: 0, events: new Map() }));
      step.runs++;
      if (ownMs.length > 0) step.ownMs.push(meanOf(ownMs));
      for (const [event, times] of events)
        if (2 * times >= executions) step.events.set(event, (step.events.get(event) ?? 0) + 1);
    }
    for (const { from, to, name, betweenMs } of calls) {
      const callees = entryOf(links, from, () => new Map<string, GrowingLink>());
      const link = entryOf(callees, to, () => ({ betweenMs: new Map() }));
      if (betweenMs.length > 0) entryOf(link.betweenMs, name, () => []).push(meanOf(betweenMs));
      // Either end may have nothing of its own.
      placeAt(from);
      placeAt(to);
    }
    for (const { from, to } of needs) placeAt(to).needed.add(from);
  }
  return { places, links, runMs: runs.map(({ startMs, untilMs }) => untilMs - startMs) };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
