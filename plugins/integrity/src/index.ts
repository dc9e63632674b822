import { definePlugin } from '@faultline/core';
import { resourceBaseline } from './baselines/resource-baseline.ts';
import { slowerThanBaseline } from './baselines/slower-than-baseline.ts';
import { missingStep } from './completeness/missing-step.ts';
import { runNotEnded } from './completeness/run-not-ended.ts';
import { uncoveredTime } from './completeness/uncovered-time.ts';
import { unfinishedStep } from './completeness/unfinished-step.ts';
import { unknownStep } from './completeness/unknown-step.ts';
import { unknownWorkflow } from './completeness/unknown-workflow.ts';
import { attemptOrder } from './consistency/attempt-order.ts';
import { dependencyCycle } from './consistency/dependency-cycle.ts';
import { duplicateId } from './consistency/duplicate-id.ts';
import { durationMismatch } from './consistency/duration-mismatch.ts';
import { orphan } from './consistency/orphan.ts';
import { parentCycle } from './consistency/parent-cycle.ts';
import { severalRoots } from './consistency/several-roots.ts';
import { unknownEdgeEnd } from './consistency/unknown-edge-end.ts';
import { gradedWrong } from './criteria/graded-wrong.ts';
import { runFailed } from './criteria/run-failed.ts';
import { successCriteria } from './criteria/success-criteria.ts';
import { missingInput } from './data-flow/missing-input.ts';
import { missingOutput } from './data-flow/missing-output.ts';
import { valueChanged } from './data-flow/value-changed.ts';
import { criticalDependencyFailed } from './dependencies/critical-dependency-failed.ts';
import { danglingDependency } from './dependencies/dangling-dependency.ts';
import { definitionCycle } from './dependencies/definition-cycle.ts';
import { unresolvedDependency } from './dependencies/unresolved-dependency.ts';
import { failedRunCompleted } from './propagation/failed-run-completed.ts';
import { failedWithoutError } from './propagation/failed-without-error.ts';
import { ignoredFailure } from './propagation/ignored-failure.ts';
import { unexplainedSkip } from './propagation/unexplained-skip.ts';
import { resourceLimit } from './resources/resource-limit.ts';
import { clockSkew } from './temporal/clock-skew.ts';
import { dependencyOrder } from './temporal/dependency-order.ts';
import { lateStart } from './temporal/late-start.ts';
import { manyOutsideParents } from './temporal/many-outside-parents.ts';
import { negativeDuration } from './temporal/negative-duration.ts';
import { outsideParent } from './temporal/outside-parent.ts';
import { outsideRun } from './temporal/outside-run.ts';

/** Can this trace be trusted, and did the run keep to its definition? */
export default definePlugin({
  name: 'integrity',
  rules: [
    // Completeness: is everything there?
    missingStep,
    unknownStep,
    unknownWorkflow,
    uncoveredTime,
    unfinishedStep,
    runNotEnded,
    // Consistency: does the trace agree with itself?
    duplicateId,
    orphan,
    severalRoots,
    parentCycle,
    dependencyCycle,
    unknownEdgeEnd,
    durationMismatch,
    attemptOrder,
    // Temporal order.
    negativeDuration,
    dependencyOrder,
    lateStart,
    outsideRun,
    outsideParent,
    manyOutsideParents,
    clockSkew,
    // Data flow.
    missingOutput,
    missingInput,
    valueChanged,
    // Dependencies.
    unresolvedDependency,
    criticalDependencyFailed,
    definitionCycle,
    danglingDependency,
    // Error propagation.
    ignoredFailure,
    failedRunCompleted,
    unexplainedSkip,
    failedWithoutError,
    // Limits and baselines.
    resourceLimit,
    slowerThanBaseline,
    resourceBaseline,
    runFailed,
    gradedWrong,
    successCriteria,
  ],
});
