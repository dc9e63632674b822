import { FaultlineError, quoted } from '@faultline/core';
import type { Edit } from './edit.ts';
import {
  isAmount,
  refuseOther,
  refuseUnknownSteps,
  refuseUnless,
  refuseUnlessAmount,
  unknownKind,
} from './edit-refusals.ts';

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
 * Checks edits and sorts them by what they apply to. Factors on one step multiply.
 * Throws FAULTLINE_USAGE for a step that is not known, with the nearest that is, for a value out of bounds, and for two edits
 * that contradict each other.
 */
export function editPlan(edits: Iterable<Edit>, knownSteps: ReadonlySet<string>): EditPlan {
  const steps = new Map<string, StepEdits>();
  const factors = new Map<string, number[]>();
  const dropped = new Map<string, Set<string>>();
  const added = new Map<string, AddedEdge>();
  const capacities = new Map<string, number>();
  const requirements = new Map<string, Map<string, number>>();
  const editsOf = (stepId: string): StepEdits => computed(steps, stepId, () => ({ factor: 1 }));
  const give = <Key extends keyof StepEdits>(stepId: string, key: Key, value: StepEdits[Key], what: string): void => {
    const given = editsOf(stepId);
    refuseOther(given[key], value, `step ${quoted(stepId)}`, what);
    given[key] = value;
  };
  for (const edit of edits) {
    refuseUnknownSteps(edit, knownSteps);
    switch (edit.kind) {
      case 'scale':
        refuseUnless(
          isAmount(edit.factor),
          edit.stepId,
          `a factor of 0 or more, not ${edit.factor}`,
          'A factor of 0.5 halves its time, one of 2 doubles it.',
        );
        computed(factors, edit.stepId, () => []).push(edit.factor);
        break;
      case 'replace':
        refuseUnless(
          isAmount(edit.durationMs),
          edit.stepId,
          `a duration of 0 ms or more, not ${edit.durationMs} ms`,
          'A step of 0 ms is as good as left out.',
        );
        give(edit.stepId, 'durationMs', edit.durationMs, 'duration');
        break;
      case 'cache': {
        const { hitRate, hitCostMs = 0 } = edit;
        refuseUnless(
          hitRate >= 0 && hitRate <= 1,
          edit.stepId,
          `a hit rate between 0 and 1, not ${hitRate}`,
          'A hit rate is a share: with 0.3, three of ten are answered from the cache.',
        );
        refuseUnless(
          isAmount(hitCostMs),
          edit.stepId,
          `a hit that takes 0 ms or more, not ${hitCostMs} ms`,
          'What a hit takes may be left out: it is 0 ms then.',
        );
        give(edit.stepId, 'cache', { hitRate, hitCostMs }, 'cache');
        break;
      }
      case 'timeout':
        refuseUnless(
          edit.timeoutMs >= 0,
          edit.stepId,
          `a timeout of 0 ms or more, not ${edit.timeoutMs} ms`,
          'A timeout is how long an attempt may take.',
        );
        give(edit.stepId, 'timeoutMs', edit.timeoutMs, 'timeout');
        break;
      case 'retries': {
        const { maxAttempts, backoffMs } = edit;
        const isCount = Number.isInteger(maxAttempts) && maxAttempts >= 1;
        refuseUnless(
          isCount,
          edit.stepId,
          `a whole number of attempts, 1 or more, not ${maxAttempts}`,
          'The first attempt counts: 1 is no retry, 3 are two retries at most.',
        );
        refuseUnless(
          backoffMs === undefined || isAmount(backoffMs),
          edit.stepId,
          `a back-off of 0 ms or more, not ${backoffMs} ms`,
          'The back-off is the pause before the next attempt; it may be left out.',
        );
        give(
          edit.stepId,
          'retries',
          { maxAttempts, ...(backoffMs !== undefined && { backoffMs }) },
          'limit of attempts',
        );
        break;
      }
      case 'drop-edge':
        computed(dropped, edit.to, () => new Set()).add(edit.from);
        break;
      case 'add-edge':
        if (edit.from === edit.to)
          throw new FaultlineError('FAULTLINE_USAGE', {
            problem: `A step cannot wait for itself: ${quoted(edit.to)} was to wait for ${quoted(edit.from)}.`,
            hint: 'Name two steps, the one that comes first in front.',
          });
        added.set(JSON.stringify([edit.from, edit.to]), { from: edit.from, to: edit.to });
        break;
      case 'pool':
        refuseUnlessAmount(edit.capacity, `The pool ${quoted(edit.resource)}`);
        refuseOther(capacities.get(edit.resource), edit.capacity, `the pool ${quoted(edit.resource)}`, 'size');
        capacities.set(edit.resource, edit.capacity);
        break;
      case 'resources':
        for (const [resource, amount] of Object.entries(edit.requirements)) {
          refuseUnlessAmount(amount, `What step ${quoted(edit.stepId)} needs of ${quoted(resource)}`);
          const needed = computed(requirements, edit.stepId, () => new Map<string, number>());
          refuseOther(needed.get(resource), amount, `step ${quoted(edit.stepId)}`, `need of ${quoted(resource)}`);
          needed.set(resource, amount);
        }
        break;
      default:
        throw unknownKind(edit);
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

function computed<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function inOrder<Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
