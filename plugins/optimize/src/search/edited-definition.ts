import { formatQuantity, quoted } from '@faultline/core';
import type { Dependency, StepDefinition, WorkflowDefinition } from '@faultline/model';
import type { Edit } from '@faultline/simulator';

/**
 * The definition with edits applied, as far as a definition can say them: dependencies, resources, expected durations. That
 * answers are kept is told in the description of the step. Limits of pools, retries and timeouts are matters of whoever
 * executes the workflow: `planWords` tells them.
 */
export function editedDefinition(definition: WorkflowDefinition, edits: readonly Edit[]): WorkflowDefinition {
  return { ...definition, steps: definition.steps.map((step) => edits.reduce(editedStep, step)) };
}

function editedStep(step: StepDefinition, edit: Edit): StepDefinition {
  if ('to' in edit ? edit.to !== step.id : !('stepId' in edit) || edit.stepId !== step.id) return step;
  switch (edit.kind) {
    case 'cache': {
      const kept = `Answers are kept in a cache (expected hit rate: ${formatQuantity(edit.hitRate, 'share')}; a hit is taken to cost ${hitCost(edit)}).`;
      const described = { ...step, description: step.description === '' ? kept : `${step.description} ${kept}` };
      return taking(described, (ms) => ms * (1 - edit.hitRate) + (edit.hitCostMs ?? 0) * edit.hitRate);
    }
    case 'scale':
      return taking(step, (ms) => ms * edit.factor);
    case 'replace':
      return taking(step, () => edit.durationMs);
    case 'drop-edge':
      return { ...step, dependencies: step.dependencies.filter(({ on }) => on !== edit.from) };
    case 'add-edge': {
      const waits: Dependency = { on: edit.from, dependencyType: 'control', dataFlow: [], criticality: 'normal' };
      return step.dependencies.some(({ on }) => on === edit.from)
        ? step
        : { ...step, dependencies: [...step.dependencies, waits] };
    }
    case 'resources':
      return {
        ...step,
        resources: Object.fromEntries([...Object.entries(step.resources), ...Object.entries(edit.requirements)]),
      };
    default:
      return step;
  }
}

/** Whole milliseconds: more would promise what nobody can keep. */
function taking(step: StepDefinition, change: (ms: number) => number): StepDefinition {
  if (step.expectedDurationMs === undefined) return step;
  return { ...step, expectedDurationMs: Math.max(1, Math.round(change(step.expectedDurationMs))) };
}

/** An edit as a person would ask for it. */
export function planWords(edit: Edit): string {
  switch (edit.kind) {
    case 'cache':
      return `Put a cache before ${quoted(edit.stepId)}: ${formatQuantity(edit.hitRate, 'share')} of its inputs came before; a hit is taken to cost ${hitCost(edit)}.`;
    case 'scale':
      return `Let ${quoted(edit.stepId)} take ${formatQuantity(edit.factor, 'share')} of its time.`;
    case 'replace':
      return `Let ${quoted(edit.stepId)} take ${formatQuantity(edit.durationMs, 'ms')}.`;
    case 'drop-edge':
      return `Do not let ${quoted(edit.to)} wait for ${quoted(edit.from)}.`;
    case 'add-edge':
      return `Let ${quoted(edit.to)} wait for ${quoted(edit.from)}.`;
    case 'resources':
      return `Let ${quoted(edit.stepId)} ask for ${amounts(edit.requirements)}.`;
    case 'pool':
      return `Have ${edit.capacity} of ${quoted(edit.resource)}.`;
    case 'retries':
      return `Try ${quoted(edit.stepId)} at most ${edit.maxAttempts} times.`;
    case 'timeout':
      return `Stop ${quoted(edit.stepId)} after ${formatQuantity(edit.timeoutMs, 'ms')}.`;
  }
}

const hitCost = ({ hitCostMs = 0 }: { readonly hitCostMs?: number }): string => formatQuantity(hitCostMs, 'ms');

const amounts = (requirements: Readonly<Record<string, number>>): string =>
  Object.entries(requirements)
    .map(([resource, amount]) => `${amount} ${resource}`)
    .join(' and ');
