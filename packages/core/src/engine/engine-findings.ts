import type { Finding } from '@faultline/model';
import type { RunView } from '../run/run-view.ts';
import { findingId } from './finding-id.ts';

/** What the engine itself reports. Listed for `faultline explain`. */
export const engineRules = {
  'core/rule-failed': {
    severity: 'error',
    description: 'A rule or section threw. What it had reported before is dropped, because half an answer misleads.',
    message: 'Rule "{{rule}}" failed: {{problem}}.',
  },
  'core/learned-state-discarded': {
    severity: 'warning',
    description:
      'What was learned from earlier runs is of another version and was not used. "faultline learn" learns it anew. No fault of the run: it costs no health.',
    message:
      'What "{{learner}}" had learned cannot be read by this version and was not used: "faultline learn" learns it anew.',
  },
} as const;

const common = (run: RunView) =>
  ({ kind: 'engine', evidence: [], stepIds: [], executionIds: [], startMs: run.startMs }) as const;

/** A rule or section threw. */
export function ruleFailed(rule: string, run: RunView, error: unknown): Finding {
  const problem = (error instanceof Error ? error.message || error.name : String(error)).replace(/\.$/, '');
  return {
    ...common(run),
    id: `core/rule-failed@${rule}`,
    ruleId: 'core/rule-failed',
    messageId: 'failed',
    severity: 'error',
    message: `Rule "${rule}" failed: ${problem}.`,
    data: { rule, problem },
  };
}

/** What was learned could not be used. */
export const learnedStateDiscarded = (learner: string, run: RunView): Finding => ({
  ...common(run),
  id: `core/learned-state-discarded@${learner}`,
  ruleId: 'core/learned-state-discarded',
  messageId: 'discarded',
  severity: 'warning',
  message: `What "${learner}" had learned cannot be read by this version and was not used: "faultline learn" learns it anew.`,
  data: { learner },
});

/** The notes that the ingester left on the run, as findings. O(notes + V). */
export function notedOn(run: RunView): Finding[] {
  if (run.notes.length === 0) return [];
  const executionById = new Map(run.executions.map((execution) => [execution.id, execution]));
  const rounds = new Map<string, number>();
  return run.notes.map(({ id, severity, message, executionIds }) => {
    const executions = executionIds.flatMap((executionId) => executionById.get(executionId) ?? []);
    const place = findingId(id, executionIds);
    const round = (rounds.get(place) ?? 0) + 1;
    rounds.set(place, round);
    return {
      ...common(run),
      // What was left out has no place: two notes about that may be alike.
      id: round === 1 ? place : `${place}~${round}`,
      ruleId: id,
      messageId: 'note',
      severity,
      message,
      data: {},
      stepIds: [...new Set(executions.map(({ stepId }) => stepId))],
      executionIds,
      startMs: executions[0]?.startMs ?? run.startMs,
    };
  });
}
