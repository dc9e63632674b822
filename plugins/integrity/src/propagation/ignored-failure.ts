import { defineValidator, firstPlaces, type RunView } from '@faultline/core';
import { handovers, type Handover } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { toleratesFailure } from '../tolerates-failure.ts';
import { among, worstBy, type Offence } from '../worst-by.ts';

/** Reports steps that completed on top of a failure that they must not ignore. */
export const ignoredFailure = defineValidator({
  id: 'integrity/ignored-failure',
  description: 'Reports steps that completed although a dependency whose failure they do not tolerate failed for good.',
  advice:
    'Make the step fail, or be skipped, when what it needs has failed; declare the dependency uncritical if it may go on.',
  severity: 'error',
  messages: {
    ignored: 'Step "{{step}}" completed although its dependency "{{dependency}}" had failed{{among}}.',
  },
  validate(run, { report }) {
    for (const { worst, count, executions } of worstBy(ignored(run), ({ handover }) => handover.dependency).values()) {
      const { execution, failed, handover } = worst;
      report({
        messageId: 'ignored',
        at: firstPlaces([...new Set([execution, failed, ...executions])]),
        data: { step: execution.stepId, dependency: handover.dependency.on, among: among(count) },
        evidence: [{ type: 'edge', from: failed.id, to: execution.id, origin: 'declared' }],
      });
    }
  },
});

interface Ignored extends Offence {
  readonly failed: StepExecution;
  readonly handover: Handover;
}

function* ignored(run: RunView): Generator<Ignored> {
  if (run.failed.length === 0) return;
  for (const handover of handovers(run)) {
    const { step, dependency, from, to } = handover;
    const failed = from.find(({ status }) => status === 'failed');
    if (failed === undefined || toleratesFailure(step, dependency, run.stepOf(failed))) continue;
    for (const execution of to) if (execution.status === 'completed') yield { execution, failed, handover, excess: 0 };
  }
}
