import { viewOf, type RunView } from '@faultline/core';
import { decisiveExecutionKey } from '@faultline/facts';
import type { Run } from '@faultline/model';
import { transcriptOf, type Utterance } from '../transcript.ts';

/** Where a person saw the decisive error of a failed run. */
export interface DecisiveLabel {
  /** The id of an execution, or the place of a step in the transcript, from 0. */
  readonly step: string | number;
  /** Who took the step: a label that says so is checked. */
  readonly agent?: string | undefined;
}

/**
 * A run with its label, so that the learner takes it up. `undefined`: the label does not fit the run; it names no step, a
 * step of a person, or another agent than took it. O(size of the texts).
 */
export function withLabel(run: Run, label: DecisiveLabel): Run | undefined {
  const step = stepNamed(viewOf(run), String(label.step));
  if (step === undefined || (label.agent !== undefined && label.agent !== step.agent)) return undefined;
  return { ...run, context: { ...run.context, [decisiveExecutionKey]: step.execution.id } };
}

function stepNamed(run: RunView, name: string): Utterance | undefined {
  const { candidates } = transcriptOf(run);
  const byId = candidates.find(({ execution }) => execution.id === name);
  return byId ?? candidates.find(({ index }) => String(index) === name);
}
