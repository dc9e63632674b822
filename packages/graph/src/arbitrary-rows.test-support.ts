import * as fc from 'fast-check';
import { rowsOf, type Rows } from './rows.ts';

/** Edges as pairs become rows. */
export function rowsOfPairs(size: number, pairs: readonly (readonly [from: number, to: number])[]): Rows {
  return rowsOf(size, {
    from: Uint32Array.from(pairs, ([from]) => from),
    to: Uint32Array.from(pairs, ([, to]) => to),
  });
}

/** Rows become edges as pairs. */
export function pairsOf({ offsets, targets }: Rows): [from: number, to: number][] {
  return [...offsets.keys()].flatMap((node) =>
    [...targets.subarray(offsets[node], offsets[node + 1])].map((to): [number, number] => [node, to]),
  );
}

/** Whether a way of at least one edge leads from one node to the other. All pairs, by repeated closure. */
export function closureOf(size: number, pairs: readonly (readonly [from: number, to: number])[]): boolean[][] {
  const leads = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [from, to] of pairs) leads[from][to] = true;
  for (const via of leads.keys()) {
    for (const from of leads.keys()) {
      for (const to of leads.keys()) leads[from][to] ||= leads[from][via] && leads[via][to];
    }
  }
  return leads;
}

const SIZE = 7;
const edge = fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1));

/** Small graphs of any shape, with cycles, self loops and equal edges. */
export const arbitraryPairs = fc.array(edge, { maxLength: 12 }).map((pairs) => ({ size: SIZE, pairs }));

/** Small graphs without cycles whose numbers say nothing about the order. */
export const arbitraryAcyclicPairs = fc
  .tuple(
    fc.array(edge, { maxLength: 16 }),
    fc.shuffledSubarray([...Array.from({ length: SIZE }).keys()], { minLength: SIZE }),
  )
  .map(([pairs, names]) => ({
    size: SIZE,
    pairs: pairs
      .filter(([from, to]) => from !== to)
      .map(([from, to]): [number, number] => [names[Math.min(from, to)], names[Math.max(from, to)]]),
  }));
