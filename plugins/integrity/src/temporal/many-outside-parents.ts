import { z } from 'zod';
import { defineValidator, measured, type RunView } from '@faultline/core';
import { DETACHED, scheduleNotes } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { addPlace } from '../add-place.ts';
import { hasBegun } from '../has-begun.ts';

/** Reports runs of whose executions many lie outside of the ones that called them, for whatever reason. */
export const manyOutsideParents = defineValidator({
  id: 'integrity/many-outside-parents',
  description:
    'Reports runs in which a large share of the executions lies wholly outside of the ones that called them.',
  advice: 'Check the clocks and parents that the source records, or declare work that is left behind as asynchronous.',
  doubtsTrace: true,
  severity: 'warning',
  options: z.strictObject({
    mostShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe('Share of the executions with a parent that may lie outside of it.'),
    mostExecutions: z.int().nonnegative().default(4).describe('Executions that may lie outside in any case.'),
  }),
  messages: {
    many: '{{outside:count}} of {{called:count}} executions with a parent lie wholly outside of it: the critical path does not lead through them.',
  },
  validate(run, { options, report }) {
    const { called, outside, places } = calledIn(run);
    if (outside <= options.mostExecutions || outside <= options.mostShare * called) return;
    report({
      messageId: 'many',
      at: places,
      data: { outside, called },
      evidence: [measured('outsideShare', outside / called, 'share')],
    });
  },
});

/** Executions that were called and not left behind on purpose, and those of them that lie outside. */
function calledIn(run: RunView): { called: number; outside: number; places: readonly StepExecution[] } {
  const { detached } = scheduleNotes(run);
  let [called, outside] = [0, 0];
  const places: StepExecution[] = [];
  for (const [node, execution] of run.executions.entries()) {
    if (run.parent[node]! < 0 || execution.isAsync || !hasBegun(execution)) continue;
    called++;
    if (detached[node] !== DETACHED.outsideParent) continue;
    outside++;
    addPlace(places, execution);
  }
  return { called, outside, places };
}
