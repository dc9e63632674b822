import { defineValidator, firstPlaces, listed, type RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';

/** Reports steps that the definition does not have, where it ought to have them. */
export const unknownStep = defineValidator({
  id: 'integrity/unknown-step',
  description: 'Reports steps that are not in the definition, among those that are.',
  advice: 'Add the step to the definition, or correct the name under which it is recorded.',
  doubtsTrace: true,
  severity: 'warning',
  messages: {
    unknown: 'The definition of "{{workflow}}" does not have {{count:count}} of the steps that ran: {{names}}.',
  },
  validate(run, { report }) {
    if (run.definition === undefined) return;
    const unknown = Map.groupBy(unknownExecutions(run), ({ stepId }) => stepId);
    if (unknown.size === 0) return;
    report({
      messageId: 'unknown',
      at: firstPlaces([...unknown.values()].flatMap(([first]) => first ?? [])),
      data: { workflow: run.definition.id, count: unknown.size, names: listed(unknown.keys()) },
    });
  },
});

/**
 * Unknown executions beside known ones: called by what calls a known step, and not inside of one. Calls of a model or a
 * tool inside of a step are its own affair, and so is what stands around all steps. Where no step is known at all, the
 * roots are taken for steps. O(V).
 *
 *     agent              around the steps
 *       fetch            known
 *         llm            inside of a step
 *       fetsh            unknown: reported
 */
function unknownExecutions(run: RunView): readonly StepExecution[] {
  const isKnown = run.executions.map((execution) => run.stepOf(execution) !== undefined);
  const isInside = insideOf(isKnown, run.parent);
  const levels = new Set<number>(isKnown.includes(true) ? [] : [-1]);
  for (const node of isKnown.keys()) if (isKnown[node] && isInside[node] === 0) levels.add(run.parent[node]!);
  return run.executions.filter((_, node) => !isKnown[node] && isInside[node] === 0 && levels.has(run.parent[node]!));
}

const unseen = 2;

/** By node: whether something above it is known. Goes up from each node until it meets its own way. */
function insideOf(isKnown: readonly boolean[], parent: Int32Array): Uint8Array {
  const isInside = new Uint8Array(isKnown.length).fill(unseen);
  for (const start of isKnown.keys()) {
    const way: number[] = [];
    for (let node = start; node >= 0 && isInside[node] === unseen; node = parent[node]!) way.push(node);
    for (const node of way.toReversed()) {
      const above = parent[node]!;
      isInside[node] = above >= 0 && (isKnown[above] === true || isInside[above] === 1) ? 1 : 0;
    }
  }
  return isInside;
}
