import type { StepExecution } from '@faultline/model';

/** Whether an execution started at all: the start of a skipped or pending one is when somebody wrote it down. */
export const hasBegun = ({ status }: StepExecution): boolean => status !== 'skipped' && status !== 'pending';
