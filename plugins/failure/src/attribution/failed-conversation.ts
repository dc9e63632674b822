import type { RunView } from '@faultline/core';
import { failureRoots } from '@faultline/facts';
import type { Json } from '@faultline/model';
import { decisiveExecutionOf } from './decisive-label.ts';
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

const isSpoken = (type: string): boolean => type === 'agent' || type === 'llm';

function wentWrong(run: RunView): boolean {
  if (run.status === 'failed' || decisiveExecutionOf(run) !== undefined) return true;
  const grades = gradesOf(run);
  // Whoever graded it knows better than the failures that it came through.
  return grades.length > 0
    ? grades.includes(false)
    : failureRoots(run).some(({ fate, laterCall }) => fate !== 'recovered' && laterCall === undefined);
}

/** By these names benchmarks and evaluators say whether a run was right. */
const gradeNames: ReadonlySet<string> = new Set([
  'is_correct',
  'is_corrected',
  'correct',
  'passed',
  'resolved',
  'success',
  'reward',
]);

/** The grades that the context of a run tells, or what is around all of it. */
function gradesOf({ context, executions, parent }: RunView): readonly boolean[] {
  const around = executions.filter((_, node) => (parent[node] ?? -1) < 0).map(({ attributes = {} }) => attributes);
  return [context, ...around].flatMap((told) =>
    Object.entries<Json>(told)
      .filter(([name]) => gradeNames.has(lastPart(name)))
      .flatMap(([, grade]) => isRight(grade) ?? []),
  );
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** A reward of 0 is none. `undefined`: it is no grade. */
function isRight(grade: Json): boolean | undefined {
  if (typeof grade === 'boolean') return grade;
  if (typeof grade === 'number') return grade > 0;
  return grade === 'true' ? true : grade === 'false' ? false : undefined;
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
