import type { Finding, Run } from '@faultline/model';

/** A finding that must be there: its rule, and the steps that it must name. No steps: it names none, but the run as a whole. */
export interface ExpectedFinding {
  readonly ruleId: string;
  readonly stepIds: readonly string[];
}

/** One fault: how it gets into a run, and which rules must then report it. */
export interface Fault {
  readonly fault: string;
  /** Complete: alone in a healthy run it is reported by these and no other. Rules of `anomaly` need a history, but for loops. */
  readonly reportedBy: readonly ExpectedFinding[];
  /**
   * Detectors that report it among other faults. A single thing that is as rare as one in 500 is no alarm among a hundred
   * that were looked at; several of them are.
   */
  readonly amongOthers?: readonly ExpectedFinding[];
  readonly plant: (run: Run) => Run;
}

/** An expected finding. */
export const by = (ruleId: string, ...stepIds: readonly string[]): ExpectedFinding => ({ ruleId, stepIds });

/** Whether a finding is the expected one. */
export const isExpected = (
  { ruleId, stepIds }: ExpectedFinding,
  finding: Pick<Finding, 'ruleId' | 'stepIds'>,
): boolean =>
  finding.ruleId === ruleId &&
  (stepIds.length === 0 ? finding.stepIds.length === 0 : stepIds.every((stepId) => finding.stepIds.includes(stepId)));
