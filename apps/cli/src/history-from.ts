import { FaultlineError, quoted, type AnalysisEngine, type History } from '@faultline/core';
import { loadBaseline, type Config } from '@faultline/core/node';
import type { Io } from './io.ts';

/**
 * What the baseline of the configuration holds, checked once for all runs. `undefined`: there is none.
 *
 * @throws FaultlineError where the baseline cannot be read, as a whole or in part.
 */
export async function historyFrom(
  { baseline }: Pick<Config, 'baseline'>,
  { cwd }: Pick<Io, 'cwd'>,
  engine: AnalysisEngine,
): Promise<History | undefined> {
  if (baseline === undefined) return undefined;
  const { learned } = await loadBaseline(baseline, cwd);
  const history = engine.load(learned);
  const [damaged] = history.damaged;
  if (damaged === undefined) return history;
  const problem = `what ${quoted(damaged)} had learned is damaged.`;
  throw new FaultlineError('FAULTLINE_BASELINE_UNREADABLE', { file: baseline, problem });
}
