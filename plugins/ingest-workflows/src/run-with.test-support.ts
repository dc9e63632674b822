import { FaultlineError, type Ingester } from '@faultline/core';
import { runSchema, type Run } from '@faultline/model';
import { readWith, runsWith } from '@faultline/plugin-testkit';

/** The only run of an input. */
export async function runWith(ingester: Ingester, document: unknown): Promise<Run> {
  const [run, ...others] = await runsWith(ingester, document);
  if (run === undefined || others.length > 0) throw new Error(`Expected one run, not ${others.length + 1}.`);
  return run;
}

/** Whether reading gives valid runs, or refuses the input or its parts in words. Anything else is thrown on. */
export async function endsCleanly(ingester: Ingester, document: unknown): Promise<boolean> {
  try {
    const { runs, problems } = await readWith(ingester, JSON.stringify(document), { pieceBytes: 10_000 });
    return runs.length + problems.length > 0 && runs.every((run) => runSchema.safeParse(run).success);
  } catch (error) {
    if (error instanceof FaultlineError) return true;
    throw error;
  }
}
