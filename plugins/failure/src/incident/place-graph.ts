import { priorTransmission } from '../root-cause/influence.ts';
import type { Window } from './window.ts';

/** Who calls and needs whom, among places. */
export interface PlaceGraph {
  /** In order of name. */
  readonly places: readonly string[];
  readonly links: readonly Link[];
  /** By node: whom trouble with it spoils next, and how likely. */
  readonly spoils: readonly (readonly { readonly node: number; readonly chance: number }[])[];
}

/** The way from a caller to what it calls, by node. */
interface Link {
  readonly from: number;
  readonly to: number;
}

/** Of all that was seen in the windows. O(V + E log E). */
export function placeGraph(windows: readonly Window[]): PlaceGraph {
  const places = [...new Set(windows.flatMap((window) => [...window.places.keys()]))].toSorted();
  const nodeOf = new Map(places.map((place, node) => [place, node]));
  // Every end of a link or a need is a place that was seen.
  const pairsOf = (pairs: readonly (readonly [string, string])[]): Link[] =>
    [...new Set(pairs.map(([from, to]) => nodeOf.get(from)! * places.length + nodeOf.get(to)!))]
      .toSorted((a, b) => a - b)
      .map((pair) => ({ from: Math.floor(pair / places.length), to: pair % places.length }));
  const links = pairsOf(
    windows.flatMap((window) =>
      [...window.links].flatMap(([from, callees]) => [...callees.keys()].map((to) => [from, to] as const)),
    ),
  );
  const needs = pairsOf(
    windows.flatMap((window) =>
      [...window.places].flatMap(([to, { needed }]) => [...needed].map((from) => [from, to] as const)),
    ),
  );
  const spoils = places.map((): { node: number; chance: number }[] => []);
  for (const { from, to } of links) {
    spoils[from]!.push({ node: to, chance: toCallee });
    spoils[to]!.push({ node: from, chance: priorTransmission.toCaller });
  }
  for (const { from, to } of needs) spoils[from]!.push({ node: to, chance: priorTransmission.need });
  return { places, links, spoils };
}

/**
 * A caller spoils what it calls more rarely than in one run: what it asks for otherwise changes what is called, which shows at
 * the caller; what fails at the callee shows at both.
 */
const toCallee = 0.1;
/** Less likely trouble is not followed. */
const negligible = 0.1;

/**
 * By node: how likely trouble at one place reaches it, by the likeliest way. It passes less likely through places where
 * nothing was seen of it. O(V² + E).
 *
 * @param odd by node: what was seen there, as the natural logarithm of a Bayes factor
 */
export function reachOf({ spoils }: PlaceGraph, odd: Float64Array, root: number): Float64Array {
  const reach = new Float64Array(spoils.length);
  const isDone = new Uint8Array(spoils.length);
  reach[root] = 1;
  for (;;) {
    let next = -1;
    for (let node = 0; node < reach.length; node++)
      if (isDone[node] === 0 && reach[node]! > (next < 0 ? 0 : reach[next]!)) next = node;
    if (next < 0) return reach;
    isDone[next] = 1;
    const seen = Math.exp(odd[next]!);
    const chance = next === root ? 1 : (reach[next]! * seen) / (1 - reach[next]! + reach[next]! * seen);
    for (const { node, chance: passes } of spoils[next]!)
      if (chance * passes >= negligible) reach[node] = Math.max(reach[node]!, chance * passes);
  }
}
