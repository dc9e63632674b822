import { criticalPath } from '@faultline/graph';
import type { RunSummary, StepExecution } from '@faultline/model';
import { edgeCounts } from '../run/run-figures.ts';
import type { RunView } from '../run/run-view.ts';
import { timesOf } from '../run/times-of.ts';

/**
 * The run in figures. A step counts by its last attempt; one with several items counts as its worst item. Where there is
 * a definition, only its steps count: what they called is work of theirs.
 */
export function runSummaryOf(run: RunView, includeSubject: boolean): RunSummary {
  const maxDurationMs = run.definition?.successCriteria.maxDurationMs;
  const steps = stepCounts(run);
  return {
    id: run.id,
    workflowId: run.workflowId,
    ...(includeSubject && run.subjectId !== undefined && { subjectId: run.subjectId }),
    status: run.status,
    startMs: run.startMs,
    ...(!run.isOpen && { endMs: run.untilMs }),
    durationMs: run.untilMs - run.startMs,
    times: timesOf(run),
    ...(maxDurationMs !== undefined && { maxDurationMs }),
    steps: {
      defined: run.definition?.steps.length ?? null,
      ...steps,
    },
    executions: run.executions.length,
    edges: edgeCounts(run),
    inferredEdgeShare: criticalPath(run).inferredShare,
  };
}

function stepCounts(run: RunView): Omit<RunSummary['steps'], 'defined'> {
  const counts = { seen: 0, completed: 0, failed: 0, skipped: 0, open: 0 };
  const stepIds = new Set<string>();
  for (const { id } of run.definition?.steps ?? []) stepIds.add(id);
  if (run.definition === undefined) for (const { stepId } of run.executions) stepIds.add(stepId);
  for (const stepId of stepIds) {
    const executions = run.executionsOf(stepId);
    if (executions.length === 0) continue;
    counts.seen++;
    counts[outcomeOf(executions)]++;
  }
  return counts;
}

type Outcome = 'failed' | 'open' | 'completed' | 'skipped';
const fromWorst: readonly Outcome[] = ['failed', 'open', 'completed', 'skipped'];

function outcomeOf(executions: readonly StepExecution[]): Outcome {
  const [first] = executions;
  // Whichever of them come last.
  if (first !== undefined && executions.every(({ status }) => status === first.status))
    return outcomeOfStatus(first.status);
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
