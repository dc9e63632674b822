import { hasTimes, measured, type RunView } from '@faultline/core';
import type { Evidence, StepExecution } from '@faultline/model';

/** Evidence: how long something took. None where no times were recorded: those that stand there were made up. */
export const durationEvidence = (run: RunView, ms: number, execution?: StepExecution): readonly Evidence[] =>
  hasTimes(run) ? [measured('durationMs', ms, 'ms', execution)] : [];
