// What is usual.
export {
  baselines,
  comparisonWith,
  type Baselines,
  type Comparison,
  type Observation,
  type SuccessRate,
} from './baselines.ts';
export type { FailedRuns } from './failure-counts.ts';
export type { BaselineState } from './baseline-state.ts';
export { queuedOrStartedNs, selfTimesNs } from './self-times.ts';
export type { PairCounts, WorkflowShape } from './workflow-shape.ts';
export {
  enoughForPercentiles,
  enoughObservations,
  expected,
  expectedEvidence,
  historyShortfall,
  type Expected,
  type HistoryShortfall,
} from './expected.ts';
export { observationsOf, type Metrics } from './observations.ts';
export { runFiguresOf } from './run-figures.ts';
export { repeatsPerRun } from './repeats-per-run.ts';
export { stepCounts } from './step-figures.ts';
export { stepCallsOf, stepEdgesOf, successionsOf, type StepEdge, type StepPair } from './run-shape.ts';
export { executionKinds, type ExecutionKind } from './execution-kind.ts';
export { unitOf } from './unit-of.ts';
export { comparedMetrics, metricTests, type ComparedMetrics, type MetricTest } from './metric-tests.ts';

// What earlier runs looked like.
export { runSample, type RunSample } from './run-sample.ts';
export type { RunSampleState } from './run-sample-state.ts';
export { repeatedInputs, type RepeatedInputs, type RepeatedInputsState, type StepInputs } from './repeated-inputs.ts';

// What happened.
export { attemptChains, finalAttempts, outcomeOf, type AttemptChain, type StepOutcome } from './attempts.ts';
export { itemNumbers, itemText } from './item-numbers.ts';
export { contentHash } from './content-hash.ts';
export { coverage, type Coverage } from './coverage.ts';
export { decisiveExecutionKey, decisiveExecutionOf } from './conversations/decisive-execution.ts';
export { isFailedConversation, isKnownWrong } from './conversations/failed-conversation.ts';
export { textOf } from './conversations/text-of.ts';
export { transcriptSteps, type Speaker, type TranscriptStep } from './conversations/transcript-steps.ts';
export { isBrokenDown } from './failures/broken-down.ts';
export { wentOnAfter } from './failures/went-on-after.ts';
export { errorNameOf } from './failures/error-name.ts';
export { isEmptyPayload } from './empty-payload.ts';
export { gradesOf, type Grade } from './grades.ts';
export { handovers, type Handover } from './data-flow.ts';
export { flowBetween, undeclaredFlows, type FlowEvidence, type UndeclaredFlow } from './payload-flow.ts';
export { waitingSince } from './waiting-since.ts';
export { stepIndex, type StepIndex } from './step-index.ts';
export { stepLevelOf } from './step-level.ts';

// What failed, and why.
export { failurePatterns, type FailurePattern, type FailurePatternSubject } from './failures/failure-patterns.ts';
export { failureTypeOf, type FailureEvidence, type ToldFailure } from './failures/failure-type.ts';
export {
  causeChain,
  failureCauses,
  failureLinks,
  type FailureCauses,
  type FailureLink,
} from './failures/failure-causes.ts';
export { awaitedCallees } from './failures/awaited-callees.ts';
export { ownFailures } from './failures/own-failures.ts';
export { failureRoots, type FailureRoot } from './failures/failure-roots.ts';
export { failureFates, type FailureFate } from './failures/failure-fate.ts';
export { saysThatItFailed } from './failures/says-that-it-failed.ts';
export { callsOf } from './failures/calls-of.ts';
export { needsOf, type Needs } from './failures/needs.ts';
export { payloadTraces } from './payload-traces.ts';

// How far failures go, and what they cost.
export { propagationOf, type Containment, type PathLink, type Propagation } from './failures/propagation.ts';
export {
  defaultPropagationRules,
  isTolerated,
  propagationRuleSchema,
  transmissionOf,
  type PropagationRule,
  type Transmission,
} from './failures/propagation-rules.ts';
export { wastedWork, type WastedWork } from './failures/wasted-work.ts';

// What many runs have in common.
export { DefinitionSurvey } from './definition-survey.ts';
export {
  inferDefinition,
  type InferredDefinition,
  type InferredDependency,
  type InferredStep,
} from './infer-definition.ts';
