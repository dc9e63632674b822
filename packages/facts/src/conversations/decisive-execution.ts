import type { RunView } from '@faultline/core';

/** The key of a run's context under which its label stands: the id of the execution that made the decisive error. */
export const decisiveExecutionKey = 'label.decisiveExecution';

/** The execution that the label of a run names. `undefined`: it has none. */
export function decisiveExecutionOf({ context }: RunView): string | undefined {
  const label = context[decisiveExecutionKey];
  return label === undefined ? undefined : String(label);
}
