import { defineValidator, firstPlaces, measured, type RunView } from '@faultline/core';
import { DETACHED, scheduleNotes } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { among, worstBy, type Offence } from '../worst-by.ts';
import { hasBegun } from '../has-begun.ts';

const NS_PER_MS = 1e6;

/** Reports executions that have no moment in common with the one that called them. */
export const outsideParent = defineValidator({
  id: 'integrity/outside-parent',
  description:
    'Reports executions that lie wholly outside their parent: before it, which only clocks can explain, or after it.',
  advice: 'Synchronise the clocks of the hosts; declare what its caller does not wait for as asynchronous.',
  doubtsTrace: true,
  severity: 'warning',
  messages: {
    before: 'Step "{{step}}" ended {{apart:ms}} before its parent "{{parent}}" started{{among}}.',
    after: 'Step "{{step}}" started {{apart:ms}} after its parent "{{parent}}" had ended{{among}}.',
  },
  validate(run, { report }) {
    for (const [side, { worst, count, executions }] of worstBy(outside(run), sideOf)) {
      const { execution, parent, excess } = worst;
      report({
        messageId: side,
        at: firstPlaces([...new Set([execution, parent, ...executions])]),
        // Work that a caller starts and leaves behind comes after it in sound traces, too.
        severity: side === 'before' ? 'warning' : 'info',
        data: { step: execution.stepId, parent: parent.stepId, apart: excess, among: among(count) },
        evidence: [measured('apartMs', excess, 'ms', execution)],
      });
    }
  },
});

interface Outside extends Offence {
  readonly parent: StepExecution;
  readonly side: 'before' | 'after';
}

const sideOf = ({ side }: Outside): Outside['side'] => side;

function* outside(run: RunView): Generator<Outside> {
  const { detached, isZeroed } = scheduleNotes(run);
  for (let node = 0; node < run.executionCount; node++) {
    if (detached[node] !== DETACHED.outsideParent) continue;
    const execution = run.executions[node]!;
    const above = run.parent[node]!;
    const parent = run.executions[above];
    // Outside of the run is another rule's matter, and so is what ends before it starts.
    if (parent === undefined || isZeroed[node] === 1 || isZeroed[above] === 1 || !hasBegun(execution)) continue;
    const isBefore = run.startNs[node]! < run.startNs[above]!;
    const apartNs = isBefore ? run.startNs[above]! - run.endNs[node]! : run.startNs[node]! - run.endNs[above]!;
    yield { execution, parent, side: isBefore ? 'before' : 'after', excess: apartNs / NS_PER_MS };
  }
}
