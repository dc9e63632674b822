import * as fc from 'fast-check';
import type { TimedDag } from './timed-dag.ts';

/** An execution as a test writes it down. */
export interface Drawn {
  readonly id: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly parent?: string;
  readonly needs?: readonly string[];
  readonly isAsync?: boolean;
  /** A join: takes no time and has no name. */
  readonly isJoin?: boolean;
  /** Its children are planned. */
  readonly isPlanned?: boolean;
}

/** Puts executions into the order that a `TimedDag` promises. `run` is the interval of the run itself. */
export function dagOf(
  drawn: readonly Drawn[],
  run: { readonly fromNs?: number; readonly untilNs?: number; readonly isPlanned?: boolean } = {},
): { dag: TimedDag; ids: string[]; nodeOf: Map<string, number> } {
  const rows = drawn.toSorted(
    (a, b) =>
      Number(a.isJoin ?? false) - Number(b.isJoin ?? false) ||
      a.startNs - b.startNs ||
      a.endNs - b.endNs ||
      (a.id < b.id ? -1 : 1),
  );
  const ids = rows.map(({ id }) => id);
  const nodeOf = new Map(ids.map((id, node) => [id, node]));
  const number = (id: string | undefined): number => (id === undefined ? -1 : (nodeOf.get(id) ?? -1));
  const edges = rows.flatMap(({ id, needs = [] }) => needs.map((need) => [number(need), number(id)] as const));
  const dag: TimedDag = {
    size: rows.length,
    executionCount: rows.filter(({ isJoin }) => isJoin !== true).length,
    startNs: Float64Array.from(rows, (row) => row.startNs),
    endNs: Float64Array.from(rows, (row) => row.endNs),
    parent: Int32Array.from(rows, (row) => number(row.parent)),
    edges: { from: Uint32Array.from(edges, ([from]) => from), to: Uint32Array.from(edges, ([, to]) => to) },
    isAsync: Uint8Array.from(rows, (row) => Number(row.isAsync ?? false)),
    isPlanned: Uint8Array.from([run.isPlanned ?? false, ...rows.map((row) => row.isPlanned ?? false)], Number),
    fromNs: run.fromNs ?? 0,
    untilNs: run.untilNs ?? rows.reduce((latest, row) => Math.max(latest, row.endNs), 0),
  };
  return { dag, ids, nodeOf };
}

/**
 * Nested runs on few instants, so that ties, touching siblings, zero lengths and children outside of their parents are
 * common, with edges across all levels, asynchronous children, planned levels and joins.
 */
export const arbitraryDrawing: fc.Arbitrary<{ drawn: Drawn[]; run: { untilNs: number; isPlanned: boolean } }> = fc
  .record({
    rows: fc.array(
      fc.record({
        parent: fc.nat(),
        isRoot: fc.boolean(),
        startNs: fc.integer({ min: -1, max: 12 }),
        lengthNs: fc.oneof(fc.constant(0), fc.integer({ min: -1, max: 8 })),
        isAsync: oneIn(8),
        isPlanned: oneIn(5),
        isJoin: oneIn(12),
      }),
      { maxLength: 9 },
    ),
    edges: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }),
    untilNs: fc.integer({ min: 8, max: 16 }),
    isPlanned: oneIn(6),
  })
  .map(({ rows, edges, untilNs, isPlanned }) => {
    const drawn = rows.map((row, at): Drawn => {
      const candidates = rows.slice(0, at).flatMap(({ isJoin }, other) => (isJoin ? [] : [idOf(other)]));
      return {
        id: idOf(at),
        startNs: row.startNs,
        endNs: row.startNs + row.lengthNs,
        ...(row.isRoot || candidates.length === 0 ? {} : { parent: candidates[row.parent % candidates.length] }),
        needs: edges.filter(([, to]) => to % rows.length === at).map(([from]) => idOf(from % rows.length)),
        isAsync: row.isAsync,
        isPlanned: row.isPlanned,
        isJoin: row.isJoin,
      };
    });
    return { drawn, run: { untilNs, isPlanned } };
  });

/** The same as columns. */
export const arbitraryDag: fc.Arbitrary<TimedDag> = arbitraryDrawing.map(({ drawn, run }) => dagOf(drawn, run).dag);

function oneIn(count: number): fc.Arbitrary<boolean> {
  return fc.nat(count - 1).map((n) => n === 0);
}

function idOf(row: number): string {
  return String.fromCodePoint(97 + row);
}
