import { criticalPath } from '@faultline/graph';
import type { EdgeOrigin, RunSummary, StepExecution } from '@faultline/model';
import type { RunView } from '../run/run-view.ts';

/**
 * The run in figures. A step counts by its last attempt; one with several items counts as its worst item. Where there is
 * a definition, only its steps count: what they called is work of theirs.
 */
export function runSummaryOf(run: RunView, includeSubject: boolean): RunSummary {
  const maxDurationMs = run.definition?.successCriteria.maxDurationMs;
  const edges: Record<EdgeOrigin, number> = { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 };
  for (const { origin, kind } of run.dependencies) if (kind === 'needs') edges[origin]++;
  for (const { origin, from, to } of run.joins) edges[origin] += from.length + to.length;
  const stepIds = run.definition?.steps.map(({ id }) => id) ?? run.executions.map(({ stepId }) => stepId);
  const outcomes = [...new Set(stepIds)]
    .map((stepId) => run.executionsOf(stepId))
    .filter(({ length }) => length > 0)
    .map(outcomeOf);
  const count = (outcome: Outcome): number => outcomes.filter((one) => one === outcome).length;
  return {
    id: run.id,
    workflowId: run.workflowId,
    ...(includeSubject && run.subjectId !== undefined && { subjectId: run.subjectId }),
    status: run.status,
    startMs: run.startMs,
    ...(!run.isOpen && { endMs: run.untilMs }),
    durationMs: run.untilMs - run.startMs,
    ...(maxDurationMs !== undefined && { maxDurationMs }),
    steps: {
      defined: run.definition?.steps.length ?? null,
      seen: outcomes.length,
      completed: count('completed'),
      failed: count('failed'),
      skipped: count('skipped'),
      open: count('open'),
    },
    executions: run.executions.length,
    edges,
    inferredEdgeShare: criticalPath(run).inferredShare,
  };
}

type Outcome = 'failed' | 'open' | 'completed' | 'skipped';
const fromWorst: readonly Outcome[] = ['failed', 'open', 'completed', 'skipped'];

function outcomeOf(executions: readonly StepExecution[]): Outcome {
  const last = new Map<string, StepExecution>();
  for (const execution of executions) {
    const known = last.get(execution.item);
    if (known === undefined || execution.attempt >= known.attempt) last.set(execution.item, execution);
  }
  const seen = new Set([...last.values()].map(({ status }) => outcomeOfStatus(status)));
  return fromWorst.find((outcome) => seen.has(outcome)) ?? 'open';
}

function outcomeOfStatus(status: StepExecution['status']): Outcome {
  return status === 'completed' || status === 'failed' || status === 'skipped' ? status : 'open';
}
