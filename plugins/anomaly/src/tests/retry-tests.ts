import type { RunView } from '@faultline/core';
import { enoughObservations, stepIndex, type Baselines } from '@faultline/facts';
import { betaBinomialTail } from '@faultline/stats';
import type { Family, FamilyGroup } from './hypothesis.ts';

/** Of each step: whether more of its attempts failed than is usual. */
export function retryTests(run: RunView, learned: Baselines): FamilyGroup {
  const { ids } = stepIndex(run);
  const failed = new Set(run.executions.filter(hasFailed).map(({ stepId }) => stepId));
  const families = [...failed].flatMap((stepId) => retryTest(run, stepId, learned) ?? []);
  return { count: ids.length, questions: ids.length, weight: ids.length, families };
}

const hasFailed = ({ status }: RunView['executions'][number]): boolean => status === 'failed' || status === 'retrying';

/** One failed attempt is no burst, but a failure like others. */
const fewestFailures = 2;

/** Attempts are taken to fail independently of each other, which nobody can promise: never exact. */
function retryTest(run: RunView, stepId: string, learned: Baselines): Family | undefined {
  const before = learned.successRateOf(run.workflowId, stepId);
  if (before === undefined || before.attempts < enoughObservations) return undefined;
  const executions = run.executionsOf(stepId);
  const failures = executions.filter(hasFailed).length;
  if (failures < fewestFailures) return undefined;
  const attempts = failures + executions.filter(({ status }) => status === 'completed').length;
  const attemptsBefore = before.attempts;
  const failuresBefore = Math.round((1 - before.rate) * attemptsBefore);
  const chance = {
    exactP: 1,
    p: betaBinomialTail(failures, attempts, failuresBefore, attemptsBefore),
    weight: 1,
  };
  return {
    ...chance,
    count: 1,
    hypotheses: [{ about: 'retries', stepId, failures, attempts, failuresBefore, attemptsBefore, ...chance }],
  };
}
