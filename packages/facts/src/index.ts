// What is usual.
export { baselines, type Baselines, type SuccessRate } from './baselines.ts';
export type { BaselineState } from './baseline-state.ts';
export { enoughObservations, expected, expectedEvidence, type Expected } from './expected.ts';

// What happened.
export { attemptChains, finalAttempts, outcomeOf, type AttemptChain, type StepOutcome } from './attempts.ts';
export { coverage, type Coverage } from './coverage.ts';
export { handovers, type Handover } from './data-flow.ts';

// What many runs have in common.
export { DefinitionSurvey } from './definition-survey.ts';
export {
  inferDefinition,
  type InferredDefinition,
  type InferredDependency,
  type InferredStep,
} from './infer-definition.ts';
