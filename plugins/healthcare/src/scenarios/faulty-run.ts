import type { Run } from '@faultline/model';
import { faults } from './faults.ts';
import { healthyRun } from './healthy-run.ts';

/** A run with every fault of the table `faults`. */
export const faultyRun = (): Run => faults.reduce((run, { plant }) => plant(run), healthyRun('faulty'));

/** What must be found in the faulty run, a row for each fault, rule and place. No steps: the run as a whole. */
export const plantedFaults: readonly {
  readonly fault: string;
  readonly ruleId: string;
  readonly stepIds: readonly string[];
}[] = faults.flatMap(({ fault, reportedBy }) => reportedBy.map((report) => ({ fault, ...report })));
