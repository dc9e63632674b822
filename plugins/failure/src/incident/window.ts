import type { RunView } from '@faultline/core';
import { sightingsIn, type PlaceOf } from './sightings-in.ts';

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
  /** How many runs had one of them. */
  readonly runs: number;
  /** In how many runs any of its steps called a step, or failed in a way: by name. */
  readonly events: ReadonlyMap<string, number>;
  /** Places whose outcome it needed without calling them. */
  readonly needed: ReadonlySet<string>;
}

/** What was seen of one step. */
export interface StepInWindow {
  /** Its own time on the critical path, by run that had any, in order of time: the mean of its executions. */
  readonly ownMs: readonly number[];
  /** How many runs had it. */
  readonly runs: number;
  /** In how many runs its executions called a step, or failed in a way: by name. */
  readonly events: ReadonlyMap<string, EventInWindow>;
}

/** In how many runs something happened at a step. */
export interface EventInWindow {
  /** In one execution at least. */
  readonly inAny: number;
  /** In all executions of the run. */
  readonly inAll: number;
}

/** What was seen between a caller and a place that it called. */
export interface LinkInWindow {
  /** Times of calls that the callee does not account for, by calling and called step: means of runs. */
  readonly betweenMs: ReadonlyMap<string, readonly number[]>;
}

/** A value, and when the run began that it was seen in. */
interface Timed {
  readonly startMs: number;
  readonly value: number;
}
interface GrowingStep {
  readonly ownMs: Timed[];
  runs: number;
  readonly events: Map<string, EventInWindow>;
}
interface GrowingPlace {
  runs: number;
  readonly events: Map<string, number>;
  readonly steps: Map<string, GrowingStep>;
  readonly needed: Set<string>;
}

/** Reads runs one by one, in any order, and keeps their figures only: two numbers for each step and each call of a run. */
export class WindowReader {
  readonly #placeOf: PlaceOf;
  readonly #places = new Map<string, GrowingPlace>();
  readonly #links = new Map<string, Map<string, Map<string, Timed[]>>>();
  readonly #runMs: number[] = [];

  constructor(placeOf: PlaceOf) {
    this.#placeOf = placeOf;
  }

  /** What happens several times in a run counts once: it is not independent. O(V + E). */
  add(run: RunView): void {
    const { startMs, untilMs } = run;
    const { steps, calls, needs } = sightingsIn(run, this.#placeOf);
    this.#runMs.push(untilMs - startMs);
    const happened = new Map<string, Set<string>>();
    for (const { place, name, executions, ownMs, events } of steps) {
      const seen = entryOf(happened, place, () => new Set());
      const step = entryOf(this.#placeAt(place).steps, name, () => ({ ownMs: [], runs: 0, events: new Map() }));
      step.runs++;
      if (ownMs.length > 0) step.ownMs.push({ startMs, value: meanOf(ownMs) });
      for (const [event, times] of events) {
        const { inAny, inAll } = step.events.get(event) ?? { inAny: 0, inAll: 0 };
        step.events.set(event, { inAny: inAny + 1, inAll: inAll + Number(times === executions) });
        seen.add(event);
      }
    }
    for (const [name, events] of happened) {
      const place = this.#placeAt(name);
      place.runs++;
      for (const event of events) place.events.set(event, (place.events.get(event) ?? 0) + 1);
    }
    for (const { from, to, name, betweenMs } of calls) {
      const callees = entryOf(this.#links, from, () => new Map<string, Map<string, Timed[]>>());
      const link = entryOf(callees, to, () => new Map<string, Timed[]>());
      if (betweenMs.length > 0) entryOf(link, name, () => []).push({ startMs, value: meanOf(betweenMs) });
      // Either end may have nothing of its own.
      this.#placeAt(from);
      this.#placeAt(to);
    }
    for (const { from, to } of needs) this.#placeAt(to).needed.add(from);
  }

  /** All that was read, in order of time. O(n log n) over the values. */
  view(): Window {
    const places = withValues(this.#places, ({ steps, ...place }) => ({
      ...place,
      steps: withValues(steps, ({ ownMs, ...step }) => ({ ...step, ownMs: inOrder(ownMs) })),
    }));
    const links = withValues(this.#links, (callees) =>
      withValues(callees, (byName) => ({ betweenMs: withValues(byName, inOrder) })),
    );
    return { places, links, runMs: this.#runMs };
  }

  #placeAt(name: string): GrowingPlace {
    return entryOf(this.#places, name, () => ({ steps: new Map(), needed: new Set(), runs: 0, events: new Map() }));
  }
}

const inOrder = (values: readonly Timed[]): readonly number[] =>
  values.toSorted((a, b) => a.startMs - b.startMs).map(({ value }) => value);

const withValues = <V, W>(map: ReadonlyMap<string, V>, of: (value: V) => W): ReadonlyMap<string, W> =>
  new Map([...map].map(([key, value]) => [key, of(value)]));

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
