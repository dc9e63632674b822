import { readRuns, viewOf, type Ingester, type RunView } from '@faultline/core';

/** The runs of a document, as the given ingesters read them. A problem is thrown. */
export async function runsOfJson(
  document: unknown,
  ingesters: readonly Ingester[],
  source: string,
): Promise<readonly RunView[]> {
  const bytes = new Blob([JSON.stringify(document)]).stream();
  const runs: RunView[] = [];
  for await (const run of readRuns(bytes, ingesters, { source, onProblem: refuse })) runs.push(viewOf(run));
  return runs;
}

function refuse(problem: Error): never {
  throw problem;
}
