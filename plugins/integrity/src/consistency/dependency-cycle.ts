import { defineValidator, firstPlaces, type RunView } from '@faultline/core';
import { cycles, rowsOf } from '@faultline/graph';
import { circle } from '../circle.ts';

/** Reports executions that, as recorded, needed each other. */
export const dependencyCycle = defineValidator({
  id: 'integrity/dependency-cycle',
  description: 'Reports recorded dependencies that run in a circle.',
  advice: 'Check how links between executions are written: at least one of these points the wrong way.',
  doubtsTrace: true,
  severity: 'error',
  messages: { cycle: 'Recorded dependencies run in a circle of {{count:count}}: {{cycle}}.' },
  validate(run, { report }) {
    if (areAllForward(run)) return;
    const { from, to } = recordedEdges(run);
    for (const cycle of cycles(rowsOf(run.executionCount, { from, to }))) {
      const executions = cycle.map((node) => run.executions[node]!);
      report({
        messageId: 'cycle',
        at: firstPlaces(executions),
        // Some exporters link a span to itself: odd, but no order is contradicted.
        ...(cycle.length === 1 && { severity: 'warning' }),
        data: { count: cycle.length, cycle: circle(executions.map(({ stepId }) => stepId)) },
      });
    }
  },
});

/** A circle has to come back: where every edge leads to an execution that started later, there is none. O(E). */
function areAllForward({ dependencies, edges: { from, to } }: RunView): boolean {
  for (let row = 0; row < dependencies.length; row++) if (from[row]! >= to[row]!) return false;
  return true;
}

/** A circle of declared ones is a fault of the definition, and retries come one after the other by their numbers. */
function recordedEdges(run: RunView): { readonly from: Uint32Array; readonly to: Uint32Array } {
  // The first rows of a run's edges are its dependencies.
  const rows = [...run.dependencies.keys()].filter((row) => {
    const { kind, origin } = run.dependencies[row]!;
    return kind === 'needs' && origin !== 'declared';
  });
  return {
    from: Uint32Array.from(rows, (row) => run.edges.from[row]!),
    to: Uint32Array.from(rows, (row) => run.edges.to[row]!),
  };
}
