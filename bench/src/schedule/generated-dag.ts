/** Forms of a run: ten below each, one below each, one after the other, side by side, or layers of 1,000 joined by edges. */
export const shapes = ['tree', 'chain', 'flat-sequential', 'flat-parallel', 'layered'] as const;
export type Shape = (typeof shapes)[number];

/** Executions of a run as they come: columns in any order, the parent and both ends of an edge by row. */
export interface Recorded {
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** -1: none. */
  readonly parent: Int32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** A run of the given shape; its rows come in order of (start, end). */
export function recordedOf(shape: Shape, size: number): Recorded {
  const edges: Pick<Recorded, 'from' | 'to'> = { from: new Uint32Array(), to: new Uint32Array() };
  if (shape === 'layered') return layered(size);
  if (shape === 'tree') return ordered({ ...nested(size, 10), ...edges });
  if (shape === 'chain') return { ...nested(size, 1), ...edges };
  const parent = new Int32Array(size).fill(-1);
  const startNs = new Float64Array(size);
  const endNs = new Float64Array(size);
  const isParallel = shape === 'flat-parallel';
  const random = randomOf(1);
  for (let row = 0; row < size; row++) {
    startNs[row] = isParallel ? Math.floor(row / 8) : row * 3;
    endNs[row] = startNs[row]! + (isParallel ? size + Math.floor(random() * size) : 3);
  }
  return ordered({ parent, startNs, endNs, ...edges });
}

/** The same run, its rows in random order. */
export function shuffled(recorded: Recorded): Recorded {
  const size = recorded.startNs.length;
  const rowAt = new Uint32Array(size).map((_, at) => at);
  const random = randomOf(2);
  for (let at = size - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [rowAt[at], rowAt[other]] = [rowAt[other]!, rowAt[at]!];
  }
  return permuted(recorded, rowAt);
}

/** Every execution calls a number of others one after the other, with a margin on both sides of each. */
function nested(size: number, fanOut: number): Pick<Recorded, 'startNs' | 'endNs' | 'parent'> {
  const parent = new Int32Array(size).map((_, row) => Math.ceil(row / fanOut) - 1);
  const lengthNs = new Float64Array(size).fill(2);
  for (let row = size - 1; row > 0; row--) lengthNs[parent[row]!] = lengthNs[parent[row]!]! + lengthNs[row]! + 1;
  const startNs = new Float64Array(size);
  const endNs = new Float64Array(size);
  const nextNs = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    startNs[row] = row === 0 ? 0 : nextNs[parent[row]!]!;
    endNs[row] = startNs[row]! + lengthNs[row]!;
    nextNs[row] = startNs[row]! + 1;
    if (row > 0) nextNs[parent[row]!] = endNs[row]! + 1;
  }
  return { startNs, endNs, parent };
}

/** 1,000 layers; each execution needs two of the layer before. */
function layered(size: number): Recorded {
  const layers = Math.min(1000, Math.ceil(size / 4));
  const width = Math.ceil(size / layers);
  const random = randomOf(3);
  const startNs = new Float64Array(size);
  const endNs = new Float64Array(size);
  const from = new Uint32Array(2 * (size - width));
  const to = new Uint32Array(2 * (size - width));
  let edges = 0;
  for (let row = 0; row < size; row++) {
    const layer = Math.floor(row / width);
    const needs = layer > 0 ? 2 : 0;
    for (let edge = 0; edge < needs; edge++) {
      from[edges] = (layer - 1) * width + Math.floor(random() * width);
      to[edges] = row;
      startNs[row] = Math.max(startNs[row]!, endNs[from[edges]!]! + Math.floor(random() * 50));
      edges++;
    }
    endNs[row] = startNs[row]! + 1 + Math.floor(random() * 1000);
  }
  return ordered({ startNs, endNs, parent: new Int32Array(size).fill(-1), from, to });
}

function ordered(recorded: Recorded): Recorded {
  const { startNs, endNs } = recorded;
  const rowAt = new Uint32Array(startNs.length).map((_, row) => row);
  rowAt.sort((a, b) => startNs[a]! - startNs[b]! || endNs[a]! - endNs[b]! || a - b);
  return permuted(recorded, rowAt);
}

function permuted({ startNs, endNs, parent, from, to }: Recorded, rowAt: Uint32Array): Recorded {
  const placeOf = new Int32Array(rowAt.length);
  for (let at = 0; at < rowAt.length; at++) placeOf[rowAt[at]!] = at;
  const placed = new Int32Array(rowAt.length);
  for (let at = 0; at < rowAt.length; at++) {
    const above = parent[rowAt[at]!]!;
    placed[at] = above < 0 ? -1 : placeOf[above]!;
  }
  return {
    startNs: new Float64Array(rowAt.length).map((_, at) => startNs[rowAt[at]!]!),
    endNs: new Float64Array(rowAt.length).map((_, at) => endNs[rowAt[at]!]!),
    parent: placed,
    from: from.map((row) => placeOf[row]!),
    to: to.map((row) => placeOf[row]!),
  };
}

/** Numbers in [0, 1) that are the same on every machine. S. Vigna, xorshift32. */
function randomOf(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
