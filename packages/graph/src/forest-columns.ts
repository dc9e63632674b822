import { ascending } from './ascending.ts';

/** What a forest is scheduled in: by node, but for the rows and where something else is said. */
export interface ForestColumns {
  readonly ascending: Uint32Array;
  /** Effective times: repaired, then clipped to the parent. */
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  readonly detached: Uint8Array;
  readonly isClipped: Uint8Array;
  readonly isZeroed: Uint8Array;
  /** Where the blocking children of a node begin in the two rows; two entries more than nodes. */
  readonly offsets: Uint32Array;
  readonly byStart: Uint32Array;
  readonly byEnd: Uint32Array;
  /** The place by end of the last sibling that had ended by its start, or -1. Time order implies that it waited for it. */
  readonly waitsAt: Int32Array;
  /** By place by end: what those allow that wait for the sibling there. */
  readonly neededNs: Float64Array;
  readonly slackNs: Float64Array;
  /** By run. */
  readonly impliedJoints: Uint32Array;
}

/** Columns for a forest of at most `size` nodes. */
export function forestColumns(size: number): ForestColumns {
  return {
    ascending: ascending(size),
    startNs: new Float64Array(size),
    endNs: new Float64Array(size),
    detached: new Uint8Array(size),
    isClipped: new Uint8Array(size),
    isZeroed: new Uint8Array(size),
    offsets: new Uint32Array(size + 2),
    byStart: new Uint32Array(size),
    byEnd: new Uint32Array(size),
    waitsAt: new Int32Array(size),
    neededNs: new Float64Array(size),
    slackNs: new Float64Array(size),
    impliedJoints: new Uint32Array(size),
  };
}
