import type { FaultlineError, Ingester } from '@faultline/core';
import type { Run } from '@faultline/model';

/** What was read from an input, and what could not be. */
export interface Reading {
  readonly runs: readonly Run[];
  readonly problems: readonly FaultlineError[];
}

/** How an input is read. */
export interface ReadWithOptions {
  /** The input comes in pieces of so many bytes: 7 where nothing is said, so that they end anywhere. */
  readonly pieceBytes?: number;
  /** Options of the ingester. */
  readonly options?: object;
}

/**
 * Reads an input with one ingester, in small pieces. Each is written over when the next is asked for, as a source may
 * do: an ingester that keeps a piece without copying it reads nonsense.
 * @throws FaultlineError where the ingester refuses the input.
 */
export async function readWith(
  ingester: Ingester,
  input: string | Uint8Array,
  { pieceBytes = 7, options = {} }: ReadWithOptions = {},
): Promise<Reading> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const problems: FaultlineError[] = [];
  const runs: Run[] = [];
  const reading = ingester.read(inPieces(bytes, pieceBytes), {
    options: ingester.options.parse(options),
    source: 'input',
    signal: undefined,
    problem: (problem) => problems.push(problem),
  });
  for await (const run of reading) runs.push(run);
  return { runs, problems };
}

/**
 * The runs of some documents: texts as they are, others as JSON, one per line.
 * @throws FaultlineError where the ingester refuses the input or any part of it.
 */
export async function runsWith(ingester: Ingester, ...documents: readonly unknown[]): Promise<readonly Run[]> {
  const { runs, problems } = await readWith(ingester, inputOf(...documents), { pieceBytes: 64 });
  if (problems[0] !== undefined) throw problems[0];
  return runs;
}

/** How sure an ingester is of some documents. */
export const certaintyOf = (ingester: Ingester, ...documents: readonly unknown[]): number =>
  ingester.recognizes(new TextEncoder().encode(inputOf(...documents)));

/** Documents as one input: texts as they are, others as JSON, one per line. */
export const inputOf = (...documents: readonly unknown[]): string =>
  documents.map((document) => (typeof document === 'string' ? document : JSON.stringify(document))).join('\n');

/** Bytes as a source gives them that uses one buffer for all: each piece is valid until the next is asked for. */
export async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    // Not `slice`: that of a Buffer would not be a copy.
    const piece = new Uint8Array(bytes.subarray(at, at + pieceBytes));
    yield piece;
    piece.fill(0x58);
  }
}
