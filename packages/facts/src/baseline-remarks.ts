import { quoted } from '@faultline/core';
import { stepStates, workflowStates, type BaselineState } from './baseline-state.ts';
import { mostColumns } from './column-order.ts';

/** More than these are counted, not named. */
const mostNamed = 3;

/** What was left out of the runs: values of metrics beyond those that are kept. */
export function remarksOn(state: BaselineState): readonly string[] {
  const subjects: string[] = [];
  let values = 0;
  const add = (subject: string, { otherValues }: { readonly otherValues: number }): void => {
    if (otherValues === 0) return;
    subjects.push(subject);
    values += otherValues;
  };
  for (const [workflowId, steps] of stepStates(state))
    for (const [stepId, { executions }] of steps)
      add(`step ${quoted(stepId)} of workflow ${quoted(workflowId)}`, executions);
  for (const [workflowId, { figures }] of workflowStates(state)) add(`the runs of ${quoted(workflowId)}`, figures);
  if (values === 0) return [];

  const named = subjects.toSorted().slice(0, mostNamed).join(', ');
  const others = subjects.length > mostNamed ? ` and ${subjects.length - mostNamed} more` : '';
  return [
    `${values} ${values === 1 ? 'value was' : 'values were'} not learned, of more metrics than ${mostColumns}: ` +
      `of ${named}${others}.`,
  ];
}
