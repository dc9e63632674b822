import { FaultlineError } from '@faultline/core';
import type { Edit } from './edit.ts';
import { nearestName } from './nearest-name.ts';

/** Edits by what they apply to. Neither their order nor how they were written down shows any more. */
export interface EditPlan {
  readonly steps: ReadonlyMap<string, StepEdits>;
  /** By the step that no longer waits: those it no longer waits for. */
  readonly dropped: ReadonlyMap<string, ReadonlySet<string>>;
  readonly added: readonly AddedEdge[];
  /** By resource. */
  readonly capacities: ReadonlyMap<string, number>;
  /** By step, then by resource. */
  readonly requirements: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** `to` is to wait for `from`. */
export interface AddedEdge {
  readonly from: string;
  readonly to: string;
}

/** What is to happen to the executions of one step, in the order in which it is applied. */
export interface StepEdits {
  /** Instead of what they took; the factor comes on top. */
  durationMs?: number;
  factor: number;
  timeoutMs?: number;
  retries?: { readonly maxAttempts: number; readonly backoffMs?: number };
  cache?: { readonly hitRate: number; readonly hitCostMs: number };
}

/**
 * Checks edits and sorts them by what they apply to. Of two that contradict each other the later holds.
 * Throws FAULTLINE_USAGE for a step that is not known, with the nearest that is, and for a value out of bounds.
 */
export function editPlan(edits: Iterable<Edit>, knownSteps: ReadonlySet<string>): EditPlan {
  const steps = new Map<string, StepEdits>();
  const factors = new Map<string, number[]>();
  const dropped = new Map<string, Set<string>>();
  const added = new Map<string, AddedEdge>();
  const capacities = new Map<string, number>();
  const requirements = new Map<string, Map<string, number>>();
  const editsOf = (stepId: string): StepEdits => computed(steps, stepId, () => ({ factor: 1 }));
  for (const edit of edits) {
    refuseUnknownSteps(edit, knownSteps);
    switch (edit.kind) {
      case 'scale':
        refuseUnless(edit.factor >= 0, edit.stepId, `a factor of 0 or more, not ${edit.factor}`);
        computed(factors, edit.stepId, () => []).push(edit.factor);
        break;
      case 'replace':
        refuseUnless(edit.durationMs >= 0, edit.stepId, `a duration of 0 ms or more, not ${edit.durationMs} ms`);
        editsOf(edit.stepId).durationMs = edit.durationMs;
        break;
      case 'cache': {
        const { hitRate, hitCostMs = 0 } = edit;
        refuseUnless(hitRate >= 0 && hitRate <= 1, edit.stepId, `a hit rate between 0 and 1, not ${hitRate}`);
        refuseUnless(hitCostMs >= 0, edit.stepId, `a hit that takes 0 ms or more, not ${hitCostMs} ms`);
        editsOf(edit.stepId).cache = { hitRate, hitCostMs };
        break;
      }
      case 'timeout':
        refuseUnless(edit.timeoutMs >= 0, edit.stepId, `a timeout of 0 ms or more, not ${edit.timeoutMs} ms`);
        editsOf(edit.stepId).timeoutMs = edit.timeoutMs;
        break;
      case 'retries': {
        const { maxAttempts, backoffMs } = edit;
        const isCount = Number.isInteger(maxAttempts) && maxAttempts >= 1;
        refuseUnless(isCount, edit.stepId, `a whole number of attempts, 1 or more, not ${maxAttempts}`);
        refuseUnless(!(Number(backoffMs) < 0), edit.stepId, `a back-off of 0 ms or more, not ${backoffMs} ms`);
        editsOf(edit.stepId).retries = { maxAttempts, ...(backoffMs !== undefined && { backoffMs }) };
        break;
      }
      case 'drop-edge':
        computed(dropped, edit.to, () => new Set()).add(edit.from);
        break;
      case 'add-edge':
        added.set(JSON.stringify([edit.from, edit.to]), { from: edit.from, to: edit.to });
        break;
      case 'pool':
        refuseUnlessAmount(edit.capacity, `The pool "${edit.resource}"`);
        capacities.set(edit.resource, edit.capacity);
        break;
      case 'resources':
        for (const [resource, amount] of Object.entries(edit.requirements)) {
          refuseUnlessAmount(amount, `What step "${edit.stepId}" needs of "${resource}"`);
          computed(requirements, edit.stepId, () => new Map()).set(resource, amount);
        }
    }
  }
  // Sorted, because products of decimals depend on their order.
  for (const [stepId, all] of factors)
    editsOf(stepId).factor = all.toSorted((a, b) => a - b).reduce((product, factor) => product * factor, 1);
  return {
    steps: inOrder(steps),
    dropped: new Map([...inOrder(dropped)].map(([to, from]) => [to, new Set([...from].toSorted())])),
    added: [...inOrder(added).values()],
    capacities: inOrder(capacities),
    requirements,
  };
}

function refuseUnknownSteps(edit: Edit, known: ReadonlySet<string>): void {
  const named = 'stepId' in edit ? [edit.stepId] : 'from' in edit ? [edit.from, edit.to] : [];
  for (const stepId of named) {
    if (known.has(stepId)) continue;
    const nearest = nearestName(stepId, known);
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `There is no step "${stepId}" to change.`,
      hint: nearest === undefined ? 'There are no steps at all.' : `The nearest is "${nearest}".`,
    });
  }
}

function refuseUnless(isValid: boolean, stepId: string, wanted: string): void {
  if (!isValid)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `Cannot change step "${stepId}" so: it takes ${wanted}.`,
      hint: 'Durations are in milliseconds, rates and factors are shares: 0.5 is half.',
    });
}

function refuseUnlessAmount(amount: number, subject: string): void {
  if (!(amount >= 0))
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `${subject} must be 0 or more, not ${amount}.`,
      hint: 'Amounts are in the unit of the resource: 4 GPUs are 4.',
    });
}

function computed<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function inOrder<Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
