import type { Run } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';

/** So many runs of one step "fetch", with what it used in each. */
export const usingRuns = (count: number, metrics: (index: number) => Readonly<Record<string, number>>): Run[] =>
  Array.from({ length: count }, (_, index) =>
    runOf([executionOf({ id: 'fetch', endMs: 3_600_000, metrics: metrics(index) })], { id: `run-${index}` }),
  );

/** A definition of the step that asks for resources. */
export const asking = (resources: Readonly<Record<string, number>>) => ({
  id: 'drawn',
  steps: [{ id: 'fetch', resources }],
});
