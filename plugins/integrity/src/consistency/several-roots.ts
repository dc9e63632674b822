import { defineValidator, firstPlaces, listed } from '@faultline/core';
import { repairedExecutions } from './repairs-by-kind.ts';

/** Says that a trace has several roots, where one is usual. */
export const severalRoots = defineValidator({
  id: 'integrity/several-roots',
  description: 'Says that a nested trace has several executions without a parent.',
  advice: 'Check whether these are several runs in one trace, or whether the context was not passed on.',
  doubtsTrace: true,
  severity: 'info',
  messages: { roots: 'The trace has {{count:count}} roots: {{names}}.' },
  validate(run, { report }) {
    const parents = run.parent.subarray(0, run.executionCount);
    const isNested = parents.some((parent) => parent >= 0);
    // Steps of a definition stand side by side without a parent: they are no roots of traces.
    if (!isNested || run.definition !== undefined) return;
    const cutOff = new Set([...repairedExecutions(run, 'unknown-parent'), ...repairedExecutions(run, 'parent-cycle')]);
    const roots = run.executions.filter((execution, node) => parents[node] === -1 && !cutOff.has(execution));
    if (roots.length < 2) return;
    const names = listed(roots.map(({ stepId }) => stepId));
    report({ messageId: 'roots', at: firstPlaces(roots), data: { count: roots.length, names } });
  },
});
