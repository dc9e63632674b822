import type { Run, StepExecution } from '@faultline/model';
import type { Fault } from './fault.ts';

/** What one fault did to a run: what is otherwise than in the same run without it. */
export interface FaultTruth {
  readonly fault: Fault;
  /**
   * The execution in which the fault is: the first one of its step that is otherwise because of it. `undefined` where there
   * is none, and for faults of a pool, a clock, or another run.
   */
  readonly rootId: string | undefined;
  /** The others that are otherwise because of it, in the order of the run: times, status, error, input or output. */
  readonly affectedIds: readonly string[];
  /** How much later the run ended because of it. `undefined`: it did not end, with or without the fault. */
  readonly delayMs: number | undefined;
}

/**
 * Compares a run with the same run but for one fault: both began at the same time and drew the same random numbers, so
 * that every difference is due to the fault. O(V).
 *
 * D. Lewis, "Causation", The Journal of Philosophy 70 (1973), for what "because of" means: it would not have been so but
 * for the fault.
 */
export function faultTruth(fault: Fault, isInRun: boolean, run: Run, without: Run): Omit<FaultTruth, 'delayMs'> {
  const before = new Map(without.executions.map((execution) => [execution.id, execution]));
  const changed = run.executions.filter((execution) => {
    const other = before.get(execution.id);
    return other === undefined || !isAlike(execution, other);
  });
  const root = isInRun ? rootOf(fault, run, changed) : undefined;
  return {
    fault,
    rootId: root?.id,
    affectedIds: changed.filter((execution) => execution !== root).map(({ id }) => id),
  };
}

function isAlike(a: StepExecution, b: StepExecution): boolean {
  return (
    a.startMs === b.startMs &&
    a.endMs === b.endMs &&
    a.queuedMs === b.queuedMs &&
    a.status === b.status &&
    a.error?.type === b.error?.type &&
    JSON.stringify([a.input, a.output]) === JSON.stringify([b.input, b.output])
  );
}

/** One that leaks shows nothing of it; those after it do. */
function rootOf(fault: Fault, run: Run, changed: readonly StepExecution[]): StepExecution | undefined {
  if (!('stepId' in fault)) return undefined;
  const candidates = fault.kind === 'resource-leak' ? run.executions : changed;
  return candidates.find(({ stepId, status }) => stepId === fault.stepId && status !== 'pending');
}
