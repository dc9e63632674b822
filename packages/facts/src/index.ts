// What is usual.
export { baselines, type Baselines, type SuccessRate } from './baselines.ts';
export type { BaselineState } from './baseline-state.ts';
export { enoughObservations, expected, expectedEvidence, type Expected } from './expected.ts';

// What earlier runs looked like.
export { runSample, type RunSample } from './run-sample.ts';
export type { RunSampleState } from './run-sample-state.ts';
export { repeatedInputs, type RepeatedInputs, type RepeatedInputsState, type StepInputs } from './repeated-inputs.ts';

// What happened.
export { attemptChains, finalAttempts, outcomeOf, type AttemptChain, type StepOutcome } from './attempts.ts';
export { contentHash } from './content-hash.ts';
export { coverage, type Coverage } from './coverage.ts';
export { handovers, type Handover } from './data-flow.ts';
export { flowBetween, undeclaredFlows, type FlowEvidence, type UndeclaredFlow } from './payload-flow.ts';
export { stepIndex, type StepIndex } from './step-index.ts';
export { stepLevelOf } from './step-level.ts';

// What many runs have in common.
export { DefinitionSurvey } from './definition-survey.ts';
export {
  inferDefinition,
  type InferredDefinition,
  type InferredDependency,
  type InferredStep,
} from './infer-definition.ts';
