import { readRuns, viewOf, type Ingester, type RunView } from '@faultline/core';
import { reasonOf, type PassedOver } from '../data/passed-over.ts';

/**
 * The run of a document, as the given ingesters read it: the only one, whatever it takes the document for. `undefined` where it
 * cannot be read, which is noted.
 */
export async function runOfJson(
  document: unknown,
  ingesters: readonly Ingester[],
  file: string,
  passedOver: PassedOver[],
): Promise<RunView | undefined> {
  const [only, ...others] = ingesters;
  const bytes = new Blob([JSON.stringify(document)]).stream();
  const options = { source: file, onProblem: refuse, ...(others.length === 0 && only && { format: only.id }) };
  try {
    for await (const run of readRuns(bytes, ingesters, options)) return viewOf(run);
    throw new Error('it holds no run');
  } catch (error) {
    passedOver.push({ file, reason: reasonOf(error) });
    return undefined;
  }
}

function refuse(problem: Error): never {
  throw problem;
}
