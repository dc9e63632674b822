import type { FailureFate } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';

/** Where failures begin: a step that a measure can be taken at. */
export interface WeakPoint {
  readonly stepId: string;
  /** The executions that show it, in the order of the run. */
  readonly executions: readonly StepExecution[];
  /**
   * `failure`: it failed, and those around it knew. `swallowed`: it failed, and nobody dealt with it. `output`: it completed
   * with what made a later step fail.
   */
  readonly kind: 'failure' | 'swallowed' | 'output';
  /** The type of the failure, or of that of the later step. */
  readonly failureType: string;
  readonly fate: FailureFate;
  /** The later step that failed of its output. */
  readonly victimId: string | undefined;
  /** That failures begin here. `undefined`: the diagnosis has no candidate here. */
  readonly probability: number | undefined;
  /** Failed attempts at it in this run. */
  readonly failedAttempts: number;
}
