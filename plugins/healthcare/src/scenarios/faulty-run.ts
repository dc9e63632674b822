import type { Run } from '@faultline/model';
import { faults } from './faults.ts';
import { healthyRun } from './healthy-run.ts';

/** A run with every fault of the table `faults`. */
export const faultyRun = (): Run => faults.reduce((run, { plant }) => plant(run), healthyRun('faulty'));
