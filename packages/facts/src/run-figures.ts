import { hasTimes, type RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import { observedRows, type Metrics } from './observations.ts';
import { selfTimesNs } from './self-times.ts';
import { sixDigits } from './six-digits.ts';
import { stepIndex } from './step-index.ts';

/**
 * What can be compared between runs of a workflow, to six significant digits, and without times where only the order was
 * recorded:
 *
 * - `durationMs`; `workMs`, the own work of all executions; `waitMs`, what completed ones waited, where that is known
 * - `executions`, `steps`, `retries` (attempts beyond the first), `failures` (failed attempts)
 * - what adds up over executions: tokens and costs; what does not, at its highest: memory, processors
 * - every metric that was recorded of the run itself
 *
 * O(V + E).
 */
export const runFiguresOf = fact((run: RunView): Metrics => {
  const figures = recordedFigures(run);
  for (const metric of Object.keys(run.metrics)) {
    const value = run.metrics[metric]!;
    if (Number.isFinite(value)) figures.set(metric, sixDigits(value));
  }
  for (const [figure, value] of countsOf(run)) figures.set(figure, sixDigits(value));
  return figures;
});

/** What was recorded of executions, added up or at its highest, as its unit says. */
function recordedFigures(run: RunView): Map<string, number> {
  const { names, nameOf, values } = observedRows(run);
  const isAdditive = names.map((name) => name === 'waitMs' || additive.some((unit) => name.endsWith(unit)));
  const totals = new Float64Array(names.length).fill(Number.NaN);
  for (let at = 0; at < values.length; at++) {
    const name = nameOf[at]!;
    const known = totals[name]!;
    const value = values[at]!;
    if (Number.isNaN(known)) totals[name] = value;
    else totals[name] = isAdditive[name] === true ? known + value : Math.max(known, value);
  }
  const figures = new Map<string, number>();
  for (let name = 0; name < names.length; name++) {
    const metric = names[name]!;
    if (Number.isNaN(totals[name])) continue;
    if (isAdditive[name] === true || levels.some((unit) => metric.endsWith(unit)))
      figures.set(metric, sixDigits(totals[name]!));
  }
  return figures;
}

/** Units of what two executions have together when they are added up. */
const additive = ['Tokens', 'Usd', 'Bytes', 'Calls'];
/** Units of what an execution uses while it runs. */
const levels = ['MiB', 'Cores', 'gpus'];

function countsOf(run: RunView): readonly (readonly [figure: string, value: number])[] {
  const selfNs = selfTimesNs(run);
  let [retries, failures, workNs] = [0, 0, 0];
  for (let node = 0; node < run.executionCount; node++) {
    const { attempt, status } = run.executions[node]!;
    if (attempt > 1) retries++;
    if (status === 'failed' || status === 'retrying') failures++;
    if (status !== 'skipped' && status !== 'pending') workNs += selfNs[node]!;
  }
  const counts = [
    ['executions', run.executionCount],
    ['steps', stepIndex(run).ids.length],
    ['retries', retries],
    ['failures', failures],
  ] as const;
  if (!hasTimes(run)) return counts;
  return [['durationMs', Math.max(0, run.untilMs - run.startMs)], ...counts, ['workMs', workNs / 1e6]];
}
