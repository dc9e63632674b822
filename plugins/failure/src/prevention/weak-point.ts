import type { FailureFate } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';

/** What is weak about a step: the same for all runs in which it shows in the same way. */
export interface Weakness {
  readonly stepId: string;
  /** The type of the step: who calls others cannot be replaced by a second provider. */
  readonly stepType: string;
  /**
   * `failure`: it failed, and those around it knew. `swallowed`: it failed, and nobody dealt with it. `output`: it completed
   * with what made a later step fail. `slow`: it completed so late that the run was late.
   */
  readonly kind: 'failure' | 'swallowed' | 'output' | 'slow';
  /** The type of the failure, or of that of the later step. `undefined`: nothing failed. */
  readonly failureType: string | undefined;
  /** `undefined`: nothing failed. */
  readonly fate: FailureFate | undefined;
  /** The later step that failed of its output. */
  readonly victimId: string | undefined;
  /** Failed attempts at it in the run. */
  readonly failedAttempts: number;
  /** How slow it was. `undefined`: that is not what is weak. */
  readonly slowness: Slowness | undefined;
}

/** How slow a step was. */
export interface Slowness {
  /** How long it took, in two digits. */
  readonly tookMs: number;
  /** A run that takes longer is late. */
  readonly lateAfterMs: number;
  /** What slowed others as well, such as a pool that they share. `undefined`: the step alone was slow. */
  readonly sharedName: string | undefined;
}

/** Where failures of a run begin: a step that a measure can be taken at. */
export interface WeakPoint extends Weakness {
  /** The executions that show it, in the order of the run. */
  readonly executions: readonly StepExecution[];
  /** That failures begin here. `undefined`: the diagnosis has no candidate here. */
  readonly probability: number | undefined;
}
