import type { FailureType } from '@faultline/model';

/** In which runs a fault is: their numbers from 0. Default: in all. */
interface InRuns {
  readonly runs?: readonly number[];
}

/** What can be made to go wrong, and in which way. A closed list of plain objects. */
export type Fault = InRuns &
  (SlowStep | FailingStep | Timeout | ResourceExhaustion | ResourceLeak | MissingOutput | WrongOrder | ClockSkew);

/** What kind of fault. */
export type FaultKind = Fault['kind'];

/** Every attempt at a step takes a multiple of its time. */
interface SlowStep {
  readonly kind: 'slow-step';
  readonly stepId: string;
  readonly factor: number;
}

/** The first attempts at a step fail; default: all. */
export interface FailingStep {
  readonly kind: 'failing-step';
  readonly stepId: string;
  readonly attempts?: number;
  /** Default: as the step usually fails. */
  readonly failureType?: FailureType;
}

/** The first attempts at a step hang until they time out; default: all, after the step's own timeout. */
export interface Timeout {
  readonly kind: 'timeout';
  readonly stepId: string;
  readonly attempts?: number;
  /** Needed if the step has none. */
  readonly timeoutMs?: number;
}

/** There is less of a pool than usual. */
interface ResourceExhaustion {
  readonly kind: 'resource-exhaustion';
  readonly resource: string;
  readonly capacity: number;
}

/** Every attempt at a step keeps some of a pool after its end. Lasts as long as the pool. */
interface ResourceLeak {
  readonly kind: 'resource-leak';
  readonly stepId: string;
  readonly resource: string;
  readonly amount: number;
}

/** A step completes without putting anything out. */
interface MissingOutput {
  readonly kind: 'missing-output';
  readonly stepId: string;
}

/** A step does not wait for one that it needs, and goes on without what that hands over. */
interface WrongOrder {
  readonly kind: 'wrong-order';
  readonly stepId: string;
  readonly on: string;
}

/** What one clock records is off by some time. */
interface ClockSkew {
  readonly kind: 'clock-skew';
  readonly clock: string;
  readonly offsetMs: number;
}
