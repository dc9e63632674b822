import { FaultlineError, readRuns, type Ingester } from '@faultline/core';
import { runSchema, type Run } from '@faultline/model';

/** What was read from an input, and what could not be. */
export interface Reading {
  readonly runs: readonly Run[];
  readonly problems: readonly string[];
}

/** Reads an input through the front door, in pieces of some size. */
export async function readWith(ingester: Ingester, input: string | Uint8Array, pieceSize = 7): Promise<Reading> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceSize) {
      const piece = bytes.slice(at, at + pieceSize);
      yield piece;
      // A chunk is valid until the next is asked for.
      piece.fill(0x58);
    }
  }
  const problems: FaultlineError[] = [];
  const runs: Run[] = [];
  const onProblem = (problem: FaultlineError) => problems.push(problem);
  for await (const run of readRuns(pieces(), [ingester], { source: 'input', format: ingester.id, onProblem }))
    runs.push(run);
  return { runs, problems: problems.map(({ message }) => message) };
}

/** The only run of an input. */
export async function runWith(ingester: Ingester, document: unknown): Promise<Run> {
  const { runs } = await readWith(ingester, typeof document === 'string' ? document : JSON.stringify(document));
  const [run] = runs;
  if (run === undefined || runs.length > 1) throw new Error(`Expected one run, not ${runs.length}.`);
  return run;
}

/** Whether reading gives valid runs, or refuses the input or its parts in words. Anything else is thrown on. */
export async function endsCleanly(ingester: Ingester, document: unknown): Promise<boolean> {
  try {
    const { runs, problems } = await readWith(ingester, JSON.stringify(document), 10_000);
    return runs.length + problems.length > 0 && runs.every((run) => runSchema.safeParse(run).success);
  } catch (error) {
    if (error instanceof FaultlineError) return true;
    throw error;
  }
}
