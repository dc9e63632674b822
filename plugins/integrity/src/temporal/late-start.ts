import { defineValidator, firstPlaces, hasTimes, measured, type RunView } from '@faultline/core';
import { handovers } from '@faultline/facts';
import type { Dependency, StepExecution } from '@faultline/model';
import { among, worstBy, type Offence } from '../worst-by.ts';
import { hasBegun } from '../has-begun.ts';

/** Reports steps that break the timing constraint of a dependency. */
export const lateStart = defineValidator({
  id: 'integrity/late-start',
  description: 'Reports steps that started later after a dependency ended than its timing constraint allows.',
  advice: 'Look for what else the step waited for: another dependency, a free worker, a queue.',
  severity: 'error',
  messages: {
    late: 'Step "{{step}}" started {{delay:ms}} after its dependency "{{dependency}}" ended; at most {{most:ms}} is allowed{{among}}.',
  },
  validate(run, { report }) {
    if (!hasTimes(run)) return;
    for (const { worst, count, executions } of worstBy(late(run), ({ dependency }) => dependency).values()) {
      const { execution, needed, dependency, excess: delay, mostMs } = worst;
      report({
        messageId: 'late',
        at: firstPlaces([...new Set([execution, needed, ...executions])]),
        data: { step: execution.stepId, dependency: dependency.on, delay, most: mostMs, among: among(count) },
        evidence: [
          { type: 'edge', from: needed.id, to: execution.id, origin: 'declared' },
          measured('delayMs', delay, 'ms', execution),
        ],
      });
    }
  },
});

interface LateStart extends Offence {
  readonly needed: StepExecution;
  readonly dependency: Dependency;
  readonly mostMs: number;
}

function* late(run: RunView): Generator<LateStart> {
  for (const { dependency, from, to } of handovers(run)) {
    const { maxDelayMs: mostMs } = dependency;
    if (mostMs === undefined) continue;
    const needed = lastToEnd(from);
    if (needed === undefined) continue;
    for (const execution of to) {
      // A further attempt waits for the one before it.
      if (execution.attempt > 1 || !hasBegun(execution)) continue;
      const delayMs = execution.startMs - needed.endMs;
      if (delayMs > mostMs) yield { execution, needed, dependency, mostMs, excess: delayMs };
    }
  }
}

type Ended = StepExecution & { readonly endMs: number };

/** `undefined`: there are none, or not all have ended. */
function lastToEnd(executions: readonly StepExecution[]): Ended | undefined {
  let last: Ended | undefined;
  for (const execution of executions) {
    if (!hasEnded(execution)) return undefined;
    if (last === undefined || execution.endMs > last.endMs) last = execution;
  }
  return last;
}

const hasEnded = (execution: StepExecution): execution is Ended => execution.endMs !== undefined;
