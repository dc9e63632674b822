import {
  runSchema,
  type Run,
  type RunInput,
  type StepDefinition,
  type StepExecutionInput,
  type WorkflowDefinition,
} from '@faultline/model';
import type { StepOutput } from './step-outputs.ts';

/** What one step of a run did. */
export interface StepRecord {
  readonly durationMs: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly output: StepOutput;
}

/**
 * A run in which every step starts as soon as what it needs has ended, is given what the definition hands over, and
 * completes. Steps are laid out in the order of the definition, which must have each step after those it needs.
 *
 *     fetch 2, parse 3 needs fetch   ->   fetch from 0 to 2, parse from 2 to 5
 */
export function scheduledRun(
  { id: workflowId, steps }: WorkflowDefinition,
  run: Pick<RunInput, 'id' | 'subjectId' | 'context' | 'startMs' | 'metrics'>,
  recordOf: (step: StepDefinition) => StepRecord,
): Run {
  const ends = new Map<string, number>();
  const outputs = new Map<string, StepOutput>();
  const executions = steps.map((step): StepExecutionInput => {
    const { durationMs, metrics, output } = recordOf(step);
    const startMs = Math.max(run.startMs, ...step.dependencies.map(({ on }) => ends.get(on) ?? run.startMs));
    const endMs = startMs + durationMs;
    ends.set(step.id, endMs);
    outputs.set(step.id, output);
    return {
      id: `${run.id}/${step.id}`,
      stepId: step.id,
      type: step.type,
      startMs,
      endMs,
      status: 'completed',
      input: step.dependencies.length === 0 ? { patient_id: run.subjectId ?? null } : handedOver(step, outputs),
      output,
      metrics,
      dependenciesResolved: step.dependencies.map(({ on }) => on),
      dependenciesFailed: [],
    };
  });
  const endMs = Math.max(run.startMs, ...ends.values());
  return runSchema.parse({ ...run, workflowId, status: 'completed', endMs, executions });
}

const handedOver = ({ dependencies }: StepDefinition, outputs: ReadonlyMap<string, StepOutput>): StepOutput =>
  Object.fromEntries(
    dependencies.flatMap(({ on, dataFlow }) => dataFlow.map((key) => [key, outputs.get(on)?.[key] ?? null])),
  );
