import type { RunView } from '@faultline/core';
import { failureRoots } from '../failures/failure-roots.ts';
import { gradesOf } from '../grades.ts';
import { decisiveExecutionOf } from './decisive-execution.ts';
import { transcriptSteps } from './transcript-steps.ts';

/**
 * Whether a run is a conversation that went wrong: agents, models and tools speak at least half of its steps, agents take two
 * turns or more, and more than one voice speaks; and it failed, was labelled or graded as wrong, or has a failure that nobody
 * mended and no grade. What any other workflow did wrong is seen by its failures, not by what was said.
 * O(executions + size of outputs).
 */
export const isFailedConversation = (run: RunView): boolean =>
  // In order of what it costs.
  run.executions.some(({ type }) => isSpoken(type)) && wentWrong(run) && isConversation(run);

/** Whether somebody said that a run went wrong: itself, whoever labelled it, or whoever graded it. O(executions). */
export const isKnownWrong = (run: RunView): boolean =>
  run.status === 'failed' || decisiveExecutionOf(run) !== undefined || gradesOf(run).some(({ isRight }) => !isRight);

const isSpoken = (type: string): boolean => type === 'agent' || type === 'llm';

function wentWrong(run: RunView): boolean {
  if (isKnownWrong(run)) return true;
  // Whoever graded it knows better than the failures that it came through.
  return (
    gradesOf(run).length === 0 &&
    failureRoots(run).some(({ fate, laterCall }) => fate !== 'recovered' && laterCall === undefined)
  );
}

function isConversation(run: RunView): boolean {
  const steps = transcriptSteps(run);
  // What it failed with is not said by an agent.
  const turns = steps.filter(
    ({ execution: { type, output }, said }) => isSpoken(type) && output !== undefined && said !== '',
  );
  const voices = steps.filter(({ execution: { type }, speaker }) => isSpoken(type) || speaker !== 'agent');
  return (
    turns.length >= 2 &&
    voices.length * 2 >= steps.length &&
    new Set(voices.filter(({ speaker }) => speaker !== 'setting').map(({ agent }) => agent)).size >= 2
  );
}
