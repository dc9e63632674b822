import type { Baselines } from '@faultline/facts';

/** Fewer pairs of steps that ran in one run do not tell. */
const enoughPairs = 100;
/** Where too few are known: as waits for one resource. Chosen. */
const assumed = 0.5;
/** A mean over few pairs may be too low. */
const least = 0.1;

/**
 * How much times of these steps went together in earlier runs: the mean correlation of their logarithms over all pairs of steps of
 * one run, in 0.1 to 1. On a host that is often busy all steps are slow together, and that they are is less of a surprise.
 * O(observations).
 *
 *     z of own times in run 1: 1 and 1, in run 2: -1 and -1    ->   1
 *                    in run 1: 1 and -1, in run 2: -1 and 1   ->   0.1, the least that is taken
 */
export function slownessCorrelation(learned: Baselines, workflowId: string, stepIds: readonly string[]): number {
  const byRun = new Map<number, { count: number; sum: number; squares: number }>();
  for (const stepId of stepIds)
    for (const [run, z] of standardTimes(learned, workflowId, stepId)) {
      const known = byRun.get(run) ?? { count: 0, sum: 0, squares: 0 };
      byRun.set(run, { count: known.count + 1, sum: known.sum + z, squares: known.squares + z * z });
    }
  let [products, pairs] = [0, 0];
  for (const { count, sum, squares } of byRun.values()) {
    products += sum * sum - squares;
    pairs += count * (count - 1);
  }
  return pairs < 2 * enoughPairs ? assumed : Math.min(1, Math.max(least, products / pairs));
}

/**
 * By run: how many standard deviations the logarithm of the own time of a step was above its mean. Of several executions that of
 * the first.
 */
function standardTimes(learned: Baselines, workflowId: string, stepId: string): ReadonlyMap<number, number> {
  const logs = new Map<number, number>();
  for (const { run, metrics } of learned.historyOf(workflowId, stepId)) {
    const ms = metrics.get('selfMs') ?? metrics.get('durationMs');
    if (ms !== undefined && ms > 0 && !logs.has(run)) logs.set(run, Math.log(ms));
  }
  const values = [...logs.values()];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return deviation > 0 ? new Map([...logs].map(([run, value]) => [run, (value - mean) / deviation])) : new Map();
}
