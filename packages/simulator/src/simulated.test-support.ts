import type { Run, StepDefinitionInput } from '@faultline/model';
import { workflowOf } from './arbitrary-workflow.test-support.ts';
import { simulate, type SimulationOptions } from './simulate.ts';

/** The runs of a workflow with these steps. */
export const runsOf = (options: Partial<SimulationOptions>, ...steps: readonly StepDefinitionInput[]): Run[] =>
  [...simulate(workflowOf(...steps), { seed: 1, ...options })].map(({ run }) => run);

/** The first of them. */
export const oneRun = (options: Partial<SimulationOptions>, ...steps: readonly StepDefinitionInput[]): Run =>
  runsOf(options, ...steps)[0];

/** `step#attempt from-to status`, in milliseconds. */
export const drawn = ({ executions }: Run): string[] =>
  executions.map(
    ({ stepId, attempt, startMs, endMs, status }) => `${stepId}#${attempt} ${startMs}-${endMs ?? ''} ${status}`,
  );
