import { readRuns, type FaultlineError, type Ingester } from '@faultline/core';
import type { Json, Run } from '@faultline/model';
import type { DocumentReader } from '@faultline/spans';

/** Reads a document, or documents one per line, through the front door, in pieces of 64 bytes. */
export async function readWith(ingester: Ingester, ...documents: readonly unknown[]): Promise<readonly Run[]> {
  const text = documents
    .map((document) => (typeof document === 'string' ? document : JSON.stringify(document)))
    .join('\n');
  const bytes = new TextEncoder().encode(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 64) {
      const piece = bytes.slice(at, at + 64);
      yield piece;
      // A chunk is valid until the next is asked for.
      piece.fill(0x58);
    }
  }
  const problems: FaultlineError[] = [];
  const runs: Run[] = [];
  const reading = readRuns(pieces(), [ingester], {
    source: 'input.json',
    format: ingester.id,
    onProblem: (problem) => problems.push(problem),
  });
  for await (const run of reading) runs.push(run);
  if (problems[0] !== undefined) throw problems[0];
  return runs;
}

/** Has a reader read one document, as JSON.parse makes it; nothing is finished. */
export function readBy<Reader extends DocumentReader>(reader: Reader, document: unknown): Reader {
  reader.read(JSON.parse(JSON.stringify(document)) as Json, 1);
  return reader;
}

/** Finishes a reader. That it refuses an input of which it kept nothing is as it should be. */
export function finished<Reader extends DocumentReader>(reader: Reader): Reader {
  try {
    reader.finish();
  } catch (error) {
    if (reader.table.size > 0) throw error;
  }
  return reader;
}

/** How sure an ingester is of a document. */
export const certaintyOf = (ingester: Ingester, document: unknown): number =>
  ingester.recognizes(new TextEncoder().encode(JSON.stringify(document)));

/** The ids of the notes of a run. */
export const noteIds = (run: Run | undefined): readonly string[] => (run?.notes ?? []).map(({ id }) => id);

/** Edges as texts. */
export const edgeTexts = (run: Run | undefined): readonly string[] =>
  (run?.edges ?? []).map(({ from, to, origin }) => `${from} -> ${to} (${origin})`);

/** A value of so many levels. */
export const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
