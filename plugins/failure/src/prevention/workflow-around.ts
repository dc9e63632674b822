import type { RunView } from '@faultline/core';
import { DefinitionSurvey, inferDefinition, stepIndex } from '@faultline/facts';
import { definitionGraph, definitionOrder, fact } from '@faultline/graph';
import { workflowDefinitionSchema, type StepExecution, type WorkflowDefinition } from '@faultline/model';

/** The workflow in which a step is looked at. */
export interface WorkflowAround {
  readonly definition: WorkflowDefinition;
  /** The step of the workflow that it is, or inside of which it runs. */
  readonly hostId: string;
  /** Where the definition comes from; `step`: there is none, and the step stands for itself. */
  readonly origin: 'declared' | 'inferred' | 'step';
}

/**
 * The workflow around an execution: as declared, else as all earlier runs agree, else as this run shows it. O(steps squared) to infer, for up to 60 steps, once for
 * each history; of larger ones without a definition the step alone.
 *
 * @param isTolerated whether what needs the step goes on without it: nobody declared that of an inferred workflow
 */
export function workflowAround(
  run: RunView,
  execution: StepExecution,
  history: readonly RunView[],
  isTolerated: boolean,
): WorkflowAround {
  const { definition } = run;
  if (definition !== undefined) {
    const hostId = hostOf(run, execution, definition);
    if (hostId !== undefined && isAcyclic(definition)) return { definition, hostId, origin: 'declared' };
  } else if (stepIndex(run).ids.length <= mostSteps) {
    const common = history.length > 0 ? inferredFrom(history) : inferredAlone(run);
    const hostId = hostOf(run, execution, common);
    if (hostId !== undefined)
      return { definition: isTolerated ? tolerating(common, hostId) : common, hostId, origin: 'inferred' };
  }
  return { definition: stepAlone(history, execution.stepId, isTolerated), hostId: execution.stepId, origin: 'step' };
}

/** To infer a workflow, pairs of steps are looked at: of more steps it would take too long. */
const mostSteps = 60;

/** The execution itself or the nearest caller that is a step of the workflow. O(depth). */
function hostOf(run: RunView, execution: StepExecution, definition: WorkflowDefinition): string | undefined {
  const ids = idsOf(definition);
  for (let node = run.nodeOf(execution); node >= 0; node = run.parent[node]!) {
    const { stepId } = run.executions[node]!;
    if (ids.has(stepId)) return stepId;
  }
  return undefined;
}

const idsOf = fact(({ steps }: WorkflowDefinition): ReadonlySet<string> => new Set(steps.map(({ id }) => id)));

const isAcyclic = fact(({ steps }: WorkflowDefinition) => definitionOrder(definitionGraph(steps)) !== undefined);

const inferredFrom = fact((history: readonly RunView[]) => inferred(history));
const inferredAlone = fact((run: RunView) => inferred([run]));

/** Nobody declared what may fail: nothing may. */
function inferred(runs: readonly RunView[]): WorkflowDefinition {
  const survey = new DefinitionSurvey();
  for (const run of runs) survey.add(run);
  const { definition } = inferDefinition(survey, runs[0]!.workflowId);
  return { ...definition, steps: definition.steps.map((step) => ({ ...step, failureTolerance: 'low' })) };
}

/** The same for a step that was seen to fail without harm to others. */
function tolerating(definition: WorkflowDefinition, stepId: string): WorkflowDefinition {
  const known = tolerant(definition);
  let tolerates = known.get(stepId);
  if (tolerates !== undefined) return tolerates;
  tolerates = {
    ...definition,
    steps: definition.steps.map((step) => ({
      ...step,
      ...(step.id === stepId && { failureTolerance: 'high' as const }),
      dependencies: step.dependencies.map((need) => (need.on === stepId ? { ...need, criticality: 'low' } : need)),
    })),
  };
  known.set(stepId, tolerates);
  return tolerates;
}

const tolerant = fact((_definition: WorkflowDefinition) => new Map<string, WorkflowDefinition>());

/** The same object each time, as what is simulated is remembered for it. */
function stepAlone(history: readonly RunView[], id: string, isTolerated: boolean): WorkflowDefinition {
  const failureTolerance = isTolerated ? 'high' : 'low';
  const key = `${failureTolerance} ${id}`;
  const known = stepsAlone(history);
  let definition = known.get(key);
  if (definition === undefined) {
    definition = workflowDefinitionSchema.parse({ id: 'step', steps: [{ id, failureTolerance }] });
    known.set(key, definition);
  }
  return definition;
}

const stepsAlone = fact((_history: readonly RunView[]) => new Map<string, WorkflowDefinition>());
