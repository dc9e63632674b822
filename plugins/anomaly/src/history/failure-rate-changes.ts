import { enoughObservations, type Baselines, type Observation } from '@faultline/facts';
import { benjaminiHochberg, fisherExact } from '@faultline/stats';
import { ofWorkflow } from './of-workflow.ts';

/** A step began to fail more, or less, often. */
export interface FailureRateChange {
  readonly stepId: string;
  readonly sinceMs: number;
  readonly before: Rate;
  readonly after: Rate;
  readonly pValue: number;
  /** Over all steps of the workflow. */
  readonly qValue: number;
}

/** Failed attempts among all of a time. */
interface Rate {
  readonly failures: number;
  readonly attempts: number;
}

/**
 * The most convincing change of each step's failure rate: the place in time at which Fisher's exact test tells most, its
 * p-value times the number of places. One attempt of each run: those of one run fail together. Benjamini and Hochberg over the steps. O(n · failures) for each step with n at most
 * 384, once for what was learned of a workflow.
 */
export const failureRateChanges = ofWorkflow((learned: Baselines, workflowId: string): readonly FailureRateChange[] => {
  const stepIds = learned.shapeOf(workflowId)?.stepIds ?? [];
  const histories = stepIds
    .map((stepId) => ({ stepId, history: oneOfEachRun(learned.historyOf(workflowId, stepId)) }))
    .filter(({ history }) => history.length >= enoughObservations);
  const changes = histories.map(({ history }) => changeIn(history));
  const qValues = benjaminiHochberg(changes.map((change) => change?.pValue ?? 1));
  return histories.flatMap(({ stepId }, index) => {
    const change = changes[index];
    return change === undefined ? [] : [{ stepId, ...change, qValue: qValues[index]! }];
  });
});

/**
 * An attempt of each run, in order of time; which one of those that were kept changes from run to run, because the first ones
 * may fail more, or less, often than those after them.
 */
function oneOfEachRun(history: readonly Observation[]): Observation[] {
  const byRun = Map.groupBy(history, ({ run }) => run);
  // The number of a run is a hash: as good as drawn.
  return [...byRun]
    .map(([run, attempts]) => attempts[run % attempts.length]!)
    .toSorted((a, b) => a.startMs - b.startMs);
}

/** Fewer attempts on either side are no rate. */
const fewestAttempts = 10;

function changeIn(history: readonly Observation[]): Omit<FailureRateChange, 'stepId' | 'qValue'> | undefined {
  const attempts = history.length;
  const failures = history.filter(hasFailed).length;
  if (failures === 0 || failures === attempts) return undefined;
  const places = attempts - 2 * fewestAttempts + 1;
  let best: Omit<FailureRateChange, 'stepId' | 'qValue'> | undefined;
  let before = 0;
  for (let at = 0; at <= attempts - fewestAttempts; at++) {
    // A change begins with an attempt that ended as it did not before: the other places tell less.
    if (at >= fewestAttempts && hasFailed(history[at]!) !== hasFailed(history[at - 1]!)) {
      const after = failures - before;
      const { twoSided } = fisherExact(before, at - before, after, attempts - at - after);
      const pValue = Math.min(1, places * twoSided);
      if (best === undefined || pValue < best.pValue)
        best = {
          sinceMs: history[at]!.startMs,
          before: { failures: before, attempts: at },
          after: { failures: after, attempts: attempts - at },
          pValue,
        };
    }
    if (hasFailed(history[at]!)) before++;
  }
  return best;
}

const hasFailed = ({ status }: Observation): boolean => status === 'failed';
